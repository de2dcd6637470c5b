"""Which pages need no power, and which reads need no `visible_to`: the two lists that somebody must answer for.

Every other page wears `@requires(Power.X)`; every other read of a view starts from `Model.objects.visible_to(request.user)`.
"""

# Anybody, without signing in. Nothing personal, and nothing that is not published yet.
PUBLIC_PAGES = {
    "livez",
    "readyz",
    "powers",
    "accessibility",
    "privacy",
    "sitemap",
    "preferences",
    # on the way in
    "account_login",
    "account_logout",
    "account_signup",
    "account_signup_code",
    "account_signup_password",
    "account_reset_password",
    "account_reset_password_code",
    "account_reset_password_set",
    "mfa_authenticate",
    "staffing:activate",  # by a one-use token
    "staffing:activate_account",
    # what is published
    "documents:verify",
    "documents:paper",
    "documents:paper_pdf",
    "evaluation:publicity",  # names of 优秀 while their 公示 runs
    "evaluation:opinion",  # opens by a one-use link alone, and keeps nothing of who answered
    "recruitment:home",
    "recruitment:clock",
    "recruitment:guide",
    "recruitment:supervision",
    "recruitment:notices",
    "recruitment:notice",
    "recruitment:objection",
    "recruitment:objection_received",
    "recruitment:check",
    "recruitment:posts",
    "recruitment:apply",
    "recruitment:start",
    "recruitment:begin",  # leads a visitor to an account and back; asks for Power.APPLY itself, to tell staff in words which account to use
}

# Everybody who has signed in, whatever the role: each sees only what is their own.
PERSONAL_PAGES = {
    "start",
    "account",
    "account_change_password",
    "account_reauthenticate",
    "letters",
    "letter",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}

# Rows that belong to no county and no person.
OPEN_MODELS = {
    "County": "names and telephone numbers, printed on every notice",
    "Intake": "the city's recruitment period, named in every announcement",
    "Programme": "the city's programme, the same for every county",
    "Obligation": "what a programme asks of every county",
}

# Methods of a queryset that hold to what is published.
PUBLISHED = {"announced", "posted"}

# Single reads that need neither, each with its reason.
OPEN_READS = {
    ("bureaus/views/codes.py", "PhoneCode.objects.filter"): "the row whose number stands in this visitor's own session",
    ("bureaus/views/codes.py", "User.objects.by_phone"): "the owner of a number that a code has just confirmed",
    ("documents/views.py", "OfficialPaper.objects.filter"): "whether a paper with this verification code exists",
    ("documents/views.py", "OfficialPaper.objects.select_related"): "proves a paper by its code; a personal one shows kind, issuer and day",
    ("documents/views.py", "OfficialPaper.objects.defer"): "handed out only after `_may_open`, which asks `visible_to`",
    ("staffing/views/invitations.py", "Invitation.objects.filter"): "the row whose token this visitor has, then the one in the session",
    ("staffing/views/invitations.py", "Invitation.objects.live"): "whether the row of this visitor's own session can still be used",
    ("recruitment/views/exam.py", "ExamSite.objects.select_related"): "of a round that was found through visible_to",
    ("recruitment/views/exam.py", "ExamRoom.objects.filter"): "of a site of a round that was found through visible_to",
}

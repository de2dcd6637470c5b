"""报名: two people apply by telephone, one of them without script; a third does not get done, and the clock ends it for everybody alike."""

from tests.journeys.actors import Person
from tests.journeys.chapters.round import OFFICE
from tests.journeys.chapters.stages import cannot_close
from tests.journeys.story import PHONE, Applicant, Story, at, picture

WRONG_DIGIT = "身份证号校验不通过，有一位可能输错了，请对照身份证逐位核对。"
PAPERS = ("身份证人像面", "身份证国徽面", "毕业证书", "户口簿或居住证明")


def is_over(story: Story) -> None:
    story.clock_reads(at(3, 5))
    story.applicants = {
        "first": Applicant("赵晓雨", "13903530001", "19980712", "032"),
        "other": Applicant("钱立新", "13903530002", "19950321", "015", script=False),
        "late": Applicant("孙一鸣", "13903530003", "20000102", "017"),
    }
    cannot_close(story, "registration", "报名到 2026年3月11日 18:00 截止，到时系统自动结束")
    visitor = story.visitor(width=PHONE)
    _asks_before_the_form(story, visitor)

    for key in story.applicants:
        _opens_an_account(story, key, looks=key == "first")
    _fills_everything_in(story, "first", looks=True)
    _hands_in(story, "first", looks=True)
    _fills_everything_in(story, "other")
    _hands_in(story, "other")
    story.changes_device("other")
    _submits_once_only(story)

    story.clock_reads(at(3, 11, 17, 59))
    story.applicant("late").go(f"{story.applicants['late'].application}tasks/").look("320-one-minute-left")
    story.clock_reads(at(3, 11, 18))
    story.tick()
    story.waits_until("SELECT stage = 'review' FROM recruitment_round")
    visitor.go(f"/apply{_number(story)}").sees("报名已于 2026年3月11日（星期三）18:00 截止，不能再报名。").look("321-too-late")
    late = story.applicant("late").go(f"{story.applicants['late'].application}tasks/")
    late.sees("报名已于 2026年3月11日（星期三）18:00 截止。已填写的内容仍为您保存，可查看但不能再提交。").look("322-draft-too-late")


def _number(story: Story) -> str:
    """`/1/` of `/desk/rounds/1/`."""
    return "/" + story.places["round"].rstrip("/").rpartition("/")[2] + "/"


def _asks_before_the_form(story: Story, visitor: Person) -> None:
    visitor.go("/").look("301-home-registration-open").press("开始报名").look("302-before-you-apply")
    visitor.fill_day("出生日期", 2008, 3, 6).choose("户籍或居住地", "户籍在阳泉").choose("最高学历", "大专、本科或研究生（已毕业）")
    visitor.choose("是否具有中华人民共和国国籍", "是").press("查看结果")
    visitor.sees("暂不符合", "1990年3月6日", "2008年3月5日").look("304-not-eligible")
    visitor.fill_day("出生日期", 2008, 3, 5).press("查看结果").sees("可以报名").look("305-eligible")


def _opens_an_account(story: Story, key: str, *, looks: bool) -> None:
    somebody = story.applicants[key]
    window = story.window(somebody.phone, width=PHONE, script=somebody.script)
    window.go(f"/apply{_number(story)}").choose("报考岗位", OFFICE).press("第一次来，注册并报名")
    if looks:
        window.look("306-phone-number")
        window.fill("手机号码", "12345").press("获取验证码").sees("请填写 11 位手机号码，以 1 开头。")
    before = len(story.portal.letters())
    window.fill("手机号码", somebody.phone).press("获取验证码")
    code = story.newest_code(before=before)
    if looks:
        window.look("307-code")
        window.fill("验证码", "000000" if code != "000000" else "111111").press("核对验证码").sees("验证码不正确或已失效。")
    window.fill("验证码", code).press("核对验证码")
    if looks:
        window.look("308-name-and-password")
    window.fill("姓名", somebody.name).fill("设置密码", window.password).fill("再输入一次密码", window.password).press("完成注册")
    assert window.path.endswith("/identity/"), window.path  # nobody who comes for the first time is sent to sign in again
    window = story.person(somebody.phone).go(f"/apply{_number(story)}").press("已有账号，开始或继续报名")
    somebody.application = window.path.removesuffix("tasks/").removesuffix("identity/")
    window.go(f"{somebody.application}tasks/")
    if looks:
        window.look("309-task-list")


def _fills_everything_in(story: Story, key: str, *, looks: bool = False) -> None:
    somebody, window = story.applicants[key], story.applicant(key)

    def look(name: str) -> None:
        if looks:
            window.look(name)

    window.go(somebody.application + "tasks/").press("基本信息")
    window.fill("姓名", somebody.name).fill("通信地址", "盂县秀水镇新建路8号")
    if looks:
        wrong = somebody.id_number[:17] + ("0" if somebody.id_number[17] != "0" else "1")
        window.fill("身份证号", wrong).press("保存并继续").sees(WRONG_DIGIT).look("310-wrong-check-digit")
    window.fill("身份证号", somebody.id_number).press("保存并继续").sees("已从身份证号读出")
    if looks:
        window.go(f"{somebody.application}section/vacancy/").look("311-vacancy").press("保存并继续")
    window.select("最高学历", "本科").fill("毕业院校", "山西大学").fill("所学专业", "法学").fill_day("毕业日期", 2020, 7, 1)
    look("312-education")
    window.press("保存并继续")
    window.choose("户籍是否在阳泉", "是").choose("居住地是否为阳泉", "是").fill("户籍地址", "山西省阳泉市盂县秀水镇").press("保存并继续")
    window.choose("是否通过法律职业资格考试", "否").choose("是否法学及相关专业毕业", "是").choose("是否有政法相关工作经历", "否")
    look("313-experience")
    window.press("保存并继续")
    if somebody.script:
        _sends_papers(window, looks=looks)
    else:
        _sends_papers_by_one_button(window)
    window.press("继续填写声明与承诺")
    for part in range(1, 10):
        for question in window.page.locator("main fieldset").all():
            bars = question.get_by_label("否，没有此情形")
            (bars if bars.count() else question.get_by_label("是", exact=True)).check()
        if (consent := window.page.get_by_label("我已阅读并同意")).count():
            break
        look(f"315-declarations-{part}")
        window.press("保存并继续")
    consent.check()
    window.tick("我已阅读《诚信承诺书》")
    look("316-promises")
    window.press("保存并继续")


def _sends_papers(window: Person, *, looks: bool) -> None:
    """Each as soon as it is chosen, the photo framed before."""
    if looks:
        window.upload("选择照片", "photo.txt", b"not a picture", "text/plain").sees("照片只能上传 JPG 或 PNG 图片。").look(
            "314-photo-refused"
        )
    window.upload("选择照片", "photo.jpg", picture(), "image/jpeg").sees("裁好后（真实大小）")
    if looks:
        window.look("314-photo-crop")
    window.press("用这张照片").sees("移除照片")
    for paper in PAPERS:
        window.upload(f"选择{paper}", "paper.jpg", picture(800, 600), "image/jpeg").sees(f"移除{paper}")
    if looks:
        window.look("314-papers")


def _sends_papers_by_one_button(window: Person) -> None:
    """Without script all at once; the server crops the photo."""
    for paper in ("照片", *PAPERS):
        window.upload(f"选择{paper}", "paper.jpg", picture(), "image/jpeg")
    window.press("上传选好的文件").sees("已上传 5 个文件。", *(f"移除{paper}" for paper in ("照片", *PAPERS)))


def _hands_in(story: Story, key: str, *, looks: bool = False) -> None:
    somebody, window = story.applicants[key], story.applicant(key)
    window.sees("报名还没有提交。", somebody.name)
    assert somebody.id_number not in window.text()
    if looks:
        window.look("317-check-answers")
    window.press("提交报名").sees("报名已提交", "报名序号")
    if looks:
        window.look("318-receipt")
    text = window.pdf("打开回执 PDF") if window.offered("打开回执 PDF") else window.press("查看我的报名").pdf("打开回执 PDF")
    assert somebody.name in text
    assert OFFICE in text
    assert somebody.id_number not in text


def _submits_once_only(story: Story) -> None:
    """Back and once more: the same receipt, not a second application."""
    window = story.applicant("first")
    path = story.applicants["first"].application
    window.go(f"{path}receipt/")
    number = window.page.locator(".big").inner_text()
    window.go(f"{path}check/").sees("报名已提交", number)
    window.go(f"/apply{_number(story)}").press("已有账号，开始或继续报名").sees("请等待资格审查").look("319-progress")
    assert story.portal.query("SELECT count(*) FROM recruitment_application WHERE status = 'active'") == [(2,)]
    window.is_refused(f"{path}identity/")

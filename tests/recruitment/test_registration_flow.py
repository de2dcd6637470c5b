"""From the home page to the receipt: how many pages, how many questions on each, and what is kept when something comes between."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from bureaus import clock
from bureaus.models import PhoneCode
from policy.identity import check_digit
from recruitment import actions
from recruitment.models import Application, Status
from recruitment.registration import required_of
from tests.bureaus.factories import make_applicant
from tests.recruitment.applying import client_of, get, send, words
from tests.recruitment.factories import OPEN, fill_in, make_announced_round, make_application, make_draft, make_picture
from tests.staffing.factories import make_county
from tests.staffing.refusals import refused

pytestmark = pytest.mark.django_db

FIRST17 = "14032219960712103"
MOST_PAGES, MOST_QUESTIONS = 14, 5


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


class Walk:
    """Somebody who goes from page to page; every page that is shown is counted once, whatever was answered on it."""

    def __init__(self) -> None:
        self.client = Client()
        self.pages: list[str] = []
        self.now = OPEN

    def shown(self, answer) -> str:
        path = answer.redirect_chain[-1][0] if answer.redirect_chain else answer.request["PATH_INFO"]
        path = path.partition("?")[0].partition("#")[0]
        if path not in self.pages:
            self.pages.append(path)
        page = answer.content.decode()
        assert answer.status_code == 200, path
        asked = questions(page)
        assert asked <= MOST_QUESTIONS or path.endswith("/papers/"), f"{path} asks {asked}"
        self.page = page
        return page

    def go(self, path: str) -> str:
        self.now += timedelta(seconds=1)
        with clock.standing_at(self.now):
            return self.shown(self.client.get(path, follow=True))

    def send(self, **answers) -> str:
        return self.send_to(self.pages[-1], **answers)

    def send_to(self, path: str, /, **answers) -> str:
        self.now += timedelta(seconds=1)
        with clock.standing_at(self.now):
            return self.shown(self.client.post(path, answers, follow=True))


def questions(page: str) -> int:
    """Questions of a page's form that is sent: a day in three boxes is one, a group of radio buttons is one."""
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page.partition("<main")[2], re.DOTALL)
    names = {re.sub(r"_[0-4]$", "", name) for form in forms for name in re.findall(r'<(?:input|select|textarea)[^>]*?name="([^"]+)"', form)}
    hidden = {name for form in forms for name in re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"', form)}
    return len(names - hidden - {"csrfmiddlewaretoken"})


def test_from_home_to_receipt_takes_fourteen_pages_with_five_questions_at_most(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.LETTERS_DIR = tmp_path
    round = make_announced_round(make_county("盂县"))
    vacancy = round.vacancies.first()
    walk = Walk()
    assert reverse("recruitment:start", args=[round.pk]) in walk.go("/")
    walk.go(reverse("recruitment:start", args=[round.pk]))
    page = walk.send(born_on_0="1996", born_on_1="7", born_on_2="12", residence="lives", education="college", citizen="yes")
    assert "可以报名" in page
    begin = f"{reverse('recruitment:begin', args=[round.pk])}?vacancy={vacancy.code}&account=new"
    walk.go(begin)
    with django_capture_on_commit_callbacks(execute=True):
        walk.send_to(f"{reverse('account_signup')}?{urlencode({'next': begin})}", phone="13903530088")
    code = (tmp_path / f"code-{PhoneCode.objects.get().pk}.txt").read_text(encoding="utf-8").partition("验证码 ")[2][:6]
    walk.send(code=code)
    walk.send(name="王晓", password1="yq-Xieli-2024-ok", password2="yq-Xieli-2024-ok")
    assert walk.pages[-1].endswith("/identity/")
    walk.send(name="王晓", id_number=FIRST17 + check_digit(FIRST17), address="")
    assert walk.pages[-1].endswith("/section/education/")  # the post was chosen before
    walk.send(education="60", school="山西大学", major="法学", graduated_on_0="2019", graduated_on_1="7", graduated_on_2="1")
    walk.send(registered_in_yangquan="yes", registered_address="", lives_in_yangquan="yes")
    walk.send(has_legal_qualification="no", studied_law="yes", served_in_justice="no", experience="")
    assert walk.pages[-1].endswith("/papers/")
    walk.send(**{kind.value: make_picture(600, 800 + place) for place, kind in enumerate(required_of(round))})
    walk.go(re.search(r'class="button" href="([^"]*/declarations/)"', walk.page)[1])
    while (names := set(re.findall(r'<input type="radio" name="(\w+)"', walk.page))) and "提交报名</button>" not in walk.page:
        boxes = {name: "on" for name in ("consent", "pledge") if f'name="{name}"' in walk.page}
        walk.send(**{name: "yes" if name == "citizenship" else "no" for name in names}, **boxes)
    assert walk.pages[-1].endswith("/check/")
    hidden = dict(re.findall(r'<input type="hidden" name="(nonce|seen)" value="([^"]+)"', walk.page))
    page = walk.send(**hidden)
    application = Application.objects.get()
    assert (application.status, application.vacancy) == (Status.ACTIVE, vacancy)
    assert application.number in page
    assert "保存为图片" in page
    assert "在浏览器打开" in page
    assert len(walk.pages) <= MOST_PAGES, walk.pages


def test_control_a_page_with_six_questions_would_be_counted():
    boxes = "".join(f'<input name="q{place}">' for place in range(6))
    assert questions(f'<main><form method="post"><input type="hidden" name="csrfmiddlewaretoken">{boxes}</form></main>') == 6


# --- what is kept ---


def test_another_device_goes_on_where_the_first_one_stopped():
    application = make_draft()
    phone, computer = client_of(application.applicant), client_of(application.applicant)
    residence = {"registered_in_yangquan": "yes", "registered_address": "盂县秀水镇", "lives_in_yangquan": "no"}
    send(application, "section", residence, "residence", client=phone)
    page = words(get(application, "section", "residence", client=computer))
    assert 'value="盂县秀水镇"' in page
    assert re.search(r"已保存 <time[^>]*>10:00</time>", page)
    assert "已完成 1/7" in words(get(application, "tasks", client=computer))


EDUCATION = {
    "education": "60",
    "school": "山西大学",
    "major": "法学",
    "graduated_on_0": "2019",
    "graduated_on_1": "7",
    "graduated_on_2": "1",
}


def expire(application, client, now):
    """A page was opened, half an hour went by, and then it was sent."""
    get(application, "section", "education", now=now, client=client)
    return send(application, "section", EDUCATION, "education", now=now + timedelta(minutes=30), client=client)


def test_what_was_typed_when_the_session_ran_out_comes_back_after_signing_in():
    application = make_draft()
    client, path = client_of(application.applicant), reverse("recruitment:section", args=[application.pk, "education"])
    answer = expire(application, client, OPEN)
    assert answer.url == f"{reverse('account_login')}?next={path}"
    application.refresh_from_db()
    assert application.school == ""
    sealed = client.session["typed"]
    assert "山西大学" not in sealed
    client.force_login(application.applicant, backend="bureaus.backends.Backend")
    later = OPEN + timedelta(minutes=31)
    page = words(get(application, "section", "education", now=later, client=client))
    assert 'value="山西大学"' in page
    assert "您退出前在本页填写的内容已放回，还没有保存。" in page
    assert 'value="山西大学"' not in words(get(application, "section", "education", now=later, client=client))
    send(application, "section", EDUCATION, "education", now=later, client=client)
    application.refresh_from_db()
    assert application.school == "山西大学"


def test_what_one_person_typed_is_never_shown_to_the_next_on_the_same_browser():
    application = make_draft()
    client = client_of(application.applicant)
    expire(application, client, OPEN)
    other = make_draft(application.round, make_applicant())
    client.force_login(other.applicant, backend="bureaus.backends.Backend")
    get(application, "section", "education", now=OPEN + timedelta(minutes=31), client=client)
    page = words(get(other, "section", "education", now=OPEN + timedelta(minutes=31), client=client))
    assert "山西大学" not in page
    assert "typed" not in client.session


def test_an_answer_changed_from_the_check_page_leads_back_there():
    application = fill_in(make_draft())
    check = reverse("recruitment:check_answers", args=[application.pk])
    page = words(get(application, "check_answers"))
    for change in re.findall(r'href="([^"]+\?from=check[^"]*)">修改', page):
        assert "from=check" in change
    section = reverse("recruitment:section", args=[application.pk, "education"]) + "?from=check"
    with clock.standing_at(OPEN):
        assert client_of(application.applicant).post(section, EDUCATION).url == check
        papers = client_of(application.applicant).get(reverse("recruitment:papers", args=[application.pk]) + "?from=check")
    assert f'href="{check}"' in papers.content.decode()


def test_a_consent_to_an_older_text_is_asked_for_again():
    application = fill_in(make_draft())
    Application.objects.filter(pk=application.pk).update(consent_version="2023-1")
    page = words(get(application, "check_answers"))
    assert "还不能提交，请先补齐：个人信息处理同意书。" in page


def test_saving_the_first_declarations_leaves_the_time_of_the_consent():
    application = fill_in(make_draft())
    later = OPEN + timedelta(hours=1)
    with clock.standing_at(later):
        actions.declare(
            application=application, declared=application.declared, consent=None, pledge=None, by=application.applicant, now=later
        )
    application.refresh_from_db()
    assert (application.consented_at, application.pledged_at) == (OPEN, OPEN)


def test_what_a_page_does_not_ask_cannot_be_sent_along():
    application = make_draft()
    other = make_applicant()
    before = Application.objects.filter(pk=application.pk).values().get()
    more = {
        "status": "active",
        "stage": "contract",
        "number": "YQ2024-22-000001",
        "applicant": str(other.pk),
        "county": "1",
        "version": "99",
    }
    more |= {"consented_at": "2024-03-26", "registered_in_yangquan": "yes", "id_hash": "0" * 64, "submitted_at": "2024-03-26"}
    send(application, "section", EDUCATION | more, "education")
    after = Application.objects.filter(pk=application.pk).values().get()
    changed = {field for field in before if before[field] != after[field]}
    assert changed == {"education", "school", "major", "graduated_on", "version"}
    assert after["version"] == before["version"] + 1


# --- an earlier registration ---


def made_earlier():
    """Somebody who applied in an earlier intake, and their new draft in another county's round."""
    old = make_application(make_announced_round(make_county("盂县")))
    return old, make_draft(make_announced_round(make_county("平定县")), old.applicant)


def test_what_was_filled_in_before_is_offered_shown_and_taken_over_only_where_it_is_ticked():
    old, draft = made_earlier()
    assert reverse("recruitment:reuse", args=[draft.pk]) in words(get(draft, "tasks"))
    page = words(get(draft, "reuse"))
    for shown in ("山西大学", "法学", "阳泉市盂县秀水镇", "身份证人像面", "1 份，2024-03-26 上传"):
        assert shown in page
    assert "checked" not in page
    draft.refresh_from_db()
    assert (draft.school, draft.attachments.count()) == ("", 0)
    assert "请在要带入的内容下面打勾" in words(send(draft, "reuse", {}))
    send(draft, "reuse", {"education": "on", "papers": "on"})
    draft.refresh_from_db()
    assert (draft.school, draft.registered_in_yangquan, draft.vacancy, draft.declared) == ("山西大学", None, None, {})
    assert set(draft.attachments.values_list("kind", "file")) == set(old.attachments.values_list("kind", "file"))
    assert "户籍或居住地" in words(get(draft, "reuse"))
    assert "山西大学" not in words(get(draft, "reuse"))


def test_what_stands_in_the_draft_is_never_overwritten():
    old, draft = made_earlier()
    send(draft, "section", EDUCATION | {"school": "太原理工大学"}, "education")
    send(draft, "papers", {"photo": make_picture()})
    photo = draft.attachments.get()
    with clock.standing_at(OPEN):
        taken = actions.reuse(application=draft, source=old, parts=["education", "residence", "papers"], by=draft.applicant, now=OPEN)
    draft.refresh_from_db()
    assert taken == ["户籍或居住地", "照片与材料"]
    assert (draft.school, draft.attachments.get(kind="photo")) == ("太原理工大学", photo)


def test_nobody_takes_over_what_another_person_filled_in():
    old, _ = made_earlier()
    draft = make_draft()
    assert get(draft, "reuse").status_code == 404
    with refused(actions.Impossible, "没有可以带入的报名，请自己填写。"), clock.standing_at(OPEN):
        actions.reuse(application=draft, source=old, parts=["education"], by=draft.applicant, now=OPEN)

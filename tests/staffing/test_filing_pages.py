"""The pages of what goes up: what each role sees and may press, what is kept when something is refused."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from bureaus import clock
from documents.models import OfficialPaper, PaperKind
from policy.filings import KINDS
from policy.powers import Role
from staffing import actions
from staffing.models import Difficulty, Matter, PlanStatus, QuotaPlan
from tests.staffing.factories import NOW, city, countersign, fill_in, make_county, make_plan, make_submitted_plan, make_user, staff
from tests.staffing.filing_factories import (
    TEXT,
    clerk,
    head,
    hr,
    make_filed,
    make_matter,
    make_returned,
    make_sent,
    sign,
    submit,
    upload,
    write,
)
from tests.staffing.queries import queries_of
from tests.staffing.readback import records_of

pytestmark = pytest.mark.django_db


def page(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(f"staffing:{name}", args=args), query)


def post(client, user, name, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"staffing:{name}", args=args), data, follow=True)


def desk(client, name, *args):
    client.force_login(city())
    return client.get(reverse(f"admin:staffing_{name}", args=args))


def test_a_county_sees_every_kind_with_its_day_and_the_next_act(client):
    actions.found_programme(by=None, now=NOW)
    county = make_county()
    make_sent("work_plan", county)
    with clock.standing_at(NOW + timedelta(days=20)):
        text = page(client, staff(county, Role.COUNTY_CLERK), "filings").text
    assert all(kind.title in text for kind in KINDS.values())
    assert "等待市局拆阅；拆阅前负责人可以撤回" in text
    assert "已逾期 9 天，请尽快补办" in text
    assert text.count('aria-label="开始拟写') == 10  # every kind but 数额核定 and the one that is there


def test_the_city_sees_what_every_county_has_begun_and_filters_it(client):
    first, second = make_sent("work_plan"), make_sent("summary")
    text = page(client, city(), "filings").text
    assert f"{first.county}" in text
    assert f"{second.county}" in text
    only = page(client, city(), "filings", kind="summary").text
    assert reverse("staffing:matter", args=[first.matter_id]) not in only
    assert "没有符合条件的材料" in page(client, city(), "filings", kind="survey").text


def test_the_clerk_begins_writes_and_is_told_what_is_missing(client):
    county = make_county()
    writer = staff(county, Role.COUNTY_CLERK)
    begun = post(client, writer, "matter_begin", "work_plan", year="2024")
    matter = Matter.objects.get()
    assert begun.redirect_chain[-1][0] == reverse("staffing:matter_edit", args=[matter.pk])
    said = post(client, writer, "matter_edit", matter.pk, seen=matter.version, needs=TEXT).text
    assert "已保存。" in said
    assert "还缺：招聘工作安排、时间安排、经费保障、组织领导。补齐后才能送签。" in said
    matter.refresh_from_db()
    assert matter.content == {"needs": TEXT}


@pytest.mark.parametrize(
    ("kind", "field", "typed", "sentence"),
    [
        ("recruitment_plan", "internal", "三", "择优选聘人数：请填写 0 到 999 的整数。"),
        ("consultation", "held_on", "昨天", "请填写日期，例如 2024-03-15。"),
        ("consultation", "held_on", "2024-03-05", "召开日期不能晚于今天，请填写实际日期。"),
        ("taskforce", "office", "甲" * 101, "办公室设在最多 100 字。"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_kept_on_the_page(client, kind, field, typed, sentence):
    matter = make_matter(kind)
    with clock.standing_at(NOW):
        said = post(client, clerk(matter), "matter_edit", matter.pk, seen=matter.version, **{field: typed}).text
    assert sentence in said
    assert f'value="{typed}"' in said
    assert "<title>错误：" in said
    matter.refresh_from_db()
    assert matter.content == {}


def test_a_stale_save_keeps_what_was_typed_and_can_be_repeated(client):
    matter = make_matter()
    old = matter.version
    write(matter)
    said = post(client, clerk(matter), "matter_edit", matter.pk, seen=old, needs="我写的")
    assert "您填的内容仍在本页；再次保存就以本页为准。" in said.text
    assert "我写的" in said.text
    post(client, clerk(matter), "matter_edit", matter.pk, seen=said.context["form"]["seen"].value(), needs="我写的")
    assert Matter.objects.get().content == {"needs": "我写的"}


def test_an_enclosure_is_put_in_handed_out_and_taken_away(client):
    matter = make_matter("recruitment_plan")
    stale = post(client, clerk(matter), "matter_edit", matter.pk, **{"seen": 99, "file-finance_opinion": upload("意见.pdf")})
    assert "刚才选的“意见.pdf”浏览器没有留下。" in stale.text
    post(client, clerk(matter), "matter_edit", matter.pk, **{"seen": matter.version, "file-finance_opinion": upload("意见.pdf")})
    got = page(client, hr(matter), "matter_enclosure", matter.pk, "finance_opinion")
    assert (got.status_code, got["Content-Type"], got.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert "attachment" in got["Content-Disposition"]
    other = staff(make_county(), Role.COUNTY_CLERK)
    assert page(client, other, "matter_enclosure", matter.pk, "finance_opinion").status_code == 404
    matter.refresh_from_db()
    post(client, clerk(matter), "matter_edit", matter.pk, **{"seen": matter.version, "remove-finance_opinion": "on"})
    assert page(client, hr(matter), "matter_enclosure", matter.pk, "finance_opinion").status_code == 404


def test_what_went_up_is_handed_out_as_it_was_sent(client):
    matter = write(make_matter("recruitment_plan"))
    matter = actions.enclose(paper=matter, key="finance_opinion", upload=upload(), by=clerk(matter), seen=matter.version, now=NOW)
    filing = submit(sign(matter)).filings.first()
    assert page(client, hr(filing), "filing_file", filing.pk, "finance_opinion").content[:5] == b"%PDF-"
    assert desk(client, "filing_enclosure", filing.pk, "finance_opinion").content[:5] == b"%PDF-"
    assert page(client, hr(filing), "filing_file", filing.pk, "other").status_code == 404
    stranger = staff(make_county(), Role.COUNTY_HR)
    assert page(client, stranger, "filing_file", filing.pk, "finance_opinion").status_code == 404


def test_what_went_up_goes_out_beside_the_version_it_is_held_against(client):
    first = make_returned()
    (part, *_) = first.kind_of_filing.parts
    second = submit(sign(write(Matter.objects.get(), **{part.key: "改过的内容"})))
    newer = second.filings.first()
    rows = {row["项目"]: row for row in records_of(page(client, clerk(second), "filing_sent_export", newer.pk).content)}
    assert (rows[part.title]["内容"], rows[part.title]["第 1 次上报"], rows[part.title]["改动"]) == ("改过的内容", TEXT, "有改动")
    assert {row["改动"] for title, row in rows.items() if title != part.title} == {None}
    alone = records_of(page(client, clerk(second), "filing_sent_export", first.pk).content)
    assert [set(row) for row in alone] == [{"项目", "内容"}] * len(alone)
    assert f"with={first.pk}" in page(client, clerk(second), "filing_sent", newer.pk).text


def test_the_numbers_of_a_plan_go_out_with_what_stood_there_before(client):
    plan = make_submitted_plan(planned_public=1)
    actions.return_filing(filing=plan.filings.first(), opinion="请核对。", by=city(), now=NOW)
    plan = fill_in(QuotaPlan.objects.get(), planned_public=2)
    plan = countersign(plan)
    plan = actions.submit_plan(plan=plan, by=head(plan), seen=plan.version, now=NOW)
    rows = records_of(page(client, clerk(plan), "filing_sent_export", plan.filings.first().pk).content)
    assert [(row["拟招聘"], row["第 1 次上报拟招聘"], row["变化"]) for row in rows] == [(2, 1, "有改动")] * len(rows)


@pytest.mark.parametrize("kind", ["plan", "matter"])
def test_every_journey_goes_out_with_its_answer(client, kind):
    if kind == "plan":
        paper = make_submitted_plan()
        filing = actions.return_filing(filing=paper.filings.first(), opinion="请核对。", by=city(), now=NOW)
    else:
        filing = make_returned()
        paper = filing.matter
    (row,) = records_of(page(client, clerk(paper), f"{kind}_journeys_export", paper.pk).content)
    assert (row["上报"], row["状态"], row["上报人"]) == ("第 1 次上报", "退回修改", str(filing.submitted_by))
    assert (row["市局意见"], row["办理人"], row["备案号"]) == (filing.opinion, str(filing.decided_by), None)
    stranger = staff(make_county(), Role.COUNTY_CLERK)
    assert page(client, stranger, f"{kind}_journeys_export", paper.pk).status_code == 404
    assert page(client, stranger, "filing_sent_export", filing.pk).status_code == 404


def test_the_whole_way_through_the_pages(client):
    matter = write(make_matter("recruitment_plan"))
    assert "已送人社局会签。" in post(client, clerk(matter), "matter_offer", matter.pk, seen=matter.version).text
    matter.refresh_from_db()
    assert "已会签，司法局负责人可以上报。" in post(client, hr(matter), "matter_countersign", matter.pk, seen=matter.version).text
    matter.refresh_from_db()
    wrong = post(client, head(matter), "matter_submit", matter.pk, seen=matter.version, typed="别的县")
    assert f"输入的名称与材料不一致，应为“{matter.county}”。" in wrong.text
    sent = post(client, head(matter), "matter_submit", matter.pk, seen=matter.version, typed=matter.county.name)
    assert "已上报市司法局，上报回执正在生成。" in sent.text
    assert "上报回执（PDF）" in sent.text
    matter.refresh_from_db()
    assert matter.status == PlanStatus.SUBMITTED
    assert "已撤回，经办人可以修改。" in post(client, head(matter), "matter_withdraw", matter.pk, seen=matter.version).text


def test_who_entered_is_refused_on_the_page(client):
    matter = write(make_matter())
    matter = actions.offer_matter(matter=matter, by=clerk(matter), seen=matter.version, now=NOW)
    entering = clerk(matter)
    entering.role = Role.COUNTY_HEAD
    entering.save()
    said = post(client, entering, "matter_submit", matter.pk, seen=matter.version, typed=matter.county.name)
    assert "录入人与复核人不能是同一人，请由另一位工作人员复核。" in said.text


def test_comments_stand_beside_their_part_and_the_difference_is_marked(client):
    filing = make_returned(comments=[("part:needs", "请写明依据。")])
    text = page(client, clerk(filing), "matter", filing.matter_id).text
    assert text.count("请写明依据。") == 2  # all together, and beside the part
    assert "市局批注：" in page(client, clerk(filing), "matter_edit", filing.matter_id).text
    again = submit(sign(write(Matter.objects.get(), needs=TEXT.replace("四人", "五人")))).filings.first()
    shown = page(client, clerk(filing), "filing_sent", again.pk).text
    assert '<del class="removed">四</del><ins class="added">五</ins>' in shown
    assert "与第 1 次上报比较，有 <b" in shown


def test_a_plan_shows_its_versions_its_finance_opinion_and_its_withdrawal(client):
    plan = fill_in(make_plan())
    said = post(client, clerk(plan), "plan_enclose", plan.pk, "finance_opinion", seen=plan.version, upload=upload("意见.pdf")).text
    assert "已上传县（区）财政局意见。" in said
    assert page(client, hr(plan), "plan_enclosure", plan.pk, "finance_opinion").content[:5] == b"%PDF-"
    plan.refresh_from_db()
    assert "附件已移除。" in post(client, clerk(plan), "plan_take_out", plan.pk, "finance_opinion", seen=plan.version).text
    assert page(client, clerk(plan), "plan_enclose", plan.pk, "other").status_code == 404
    sent = make_submitted_plan()
    assert "撤回方案" in page(client, head(sent), "plan", sent.pk).text
    assert "方案已撤回，经办人可以修改。" in post(client, head(sent), "plan_withdraw", sent.pk, seen=sent.version).text
    assert "已撤回" in page(client, head(sent), "plan", sent.pk).text


def test_difficulties_are_noted_and_moved(client):
    county = make_county()
    writer = staff(county, Role.COUNTY_CLERK)
    assert "还没有登记难点堵点" in page(client, writer, "difficulties").text
    assert "请选择由谁解决。" in post(client, writer, "difficulties", what="经费未落实。", solver="").text
    post(client, writer, "difficulties", what="经费未落实。", solver="finance")
    difficulty = Difficulty.objects.get()
    solved = {"seen": difficulty.version, "solver": "finance", "state": "solved"}
    assert "已解决的难点堵点，请写明怎样解决的。" in post(client, writer, "difficulty", difficulty.pk, note="", **solved).text
    assert "进展已更新。" in post(client, writer, "difficulty", difficulty.pk, note="已列入预算。", **solved).text
    stranger = staff(make_county(), Role.COUNTY_CLERK)
    assert page(client, stranger, "difficulty", difficulty.pk).status_code == 404
    assert "经费未落实。" in page(client, city(), "difficulties").text


def test_the_programme_is_empty_until_it_is_set(client):
    county = make_county()
    assert "还没有安排试点计划" in page(client, staff(county, Role.COUNTY_HEAD), "programme").text
    actions.found_programme(by=None, now=NOW)
    assert "工作部署阶段" in page(client, staff(county, Role.COUNTY_HEAD), "programme", programme="999999999999").text


def test_the_city_reads_each_obligation_on_one_line(client):
    actions.found_programme(by=None, now=NOW)
    done, late = make_sent("work_plan").county, make_county()
    with clock.standing_at(NOW + timedelta(days=20)):
        response = page(client, city(), "programme")
    row = response.text.split('<th scope="row">上报工作方案</th>')[1].split("</tr>")[0]
    finished, overdue = row.split('data-label="逾期"')
    assert str(done) in finished
    assert f"{late} 9 天" in overdue


NAMES = ["matter", "matter_edit", "matter_countersign", "matter_send_back", "matter_submit", "matter_withdraw", "matter_export"]


@pytest.mark.parametrize("name", NAMES)
def test_another_county_finds_nothing(client, name):
    matter, other = make_matter("recruitment_plan"), make_county()
    for role in (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR):
        assert page(client, staff(other, role), name, matter.pk).status_code in (404, 403)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("matter_edit", Role.COUNTY_HR),
        ("matter_edit", Role.CITY),
        ("matter_countersign", Role.COUNTY_CLERK),
        ("matter_send_back", Role.COUNTY_CLERK),
        ("matter_submit", Role.COUNTY_CLERK),
        ("matter_submit", Role.COUNTY_HR),
        ("matter_withdraw", Role.COUNTY_CLERK),
        ("matter", Role.OFFICE),
        ("filings", Role.APPLICANT),
        ("filings", Role.OPERATOR),
        ("programme", Role.OFFICE),
    ],
)
def test_a_page_opens_only_to_who_holds_its_power(client, name, role):
    matter = make_matter()
    office = matter.county.offices.first() if role is Role.OFFICE else None
    args = [matter.pk] if name.startswith("matter") else []
    assert page(client, make_user(role, matter.county, office=office), name, *args).status_code == 403


# ---- the desk ----


def test_an_unread_filing_shows_nothing_until_somebody_begins_to_read(client):
    filing = make_sent()
    assert TEXT not in desk(client, "filing_change", filing.pk).text
    client.post(reverse("admin:staffing_filing_open", args=[filing.pk]))
    filing.refresh_from_db()
    assert filing.opened_by == city()
    assert TEXT in desk(client, "filing_change", filing.pk).text


def test_the_desk_comments_answers_and_records_the_province(client):
    filing = make_sent("management_rules")
    client.force_login(city())

    def send(name, *args, **data):
        return client.post(reverse(f"admin:staffing_filing_{name}", args=[filing.pk, *args]), data, follow=True)

    send("open")
    assert "请写批注内容。" in send("comment", place="part:daily", text="").text
    send("comment", place="part:daily", text="写细些。")
    comment = filing.comments.get()
    assert "批注已删去。" in send("drop", comment.pk).text
    points = {f"mark-{key}": "met" for key in ("daily", "placing", "ending", "document", "in_time")}
    seen = filing.matter.version
    said = send("file", seen=seen, filing_number="甲", **points | {"mark-daily": "unmet"}).text
    assert "核对清单里还有不符合的（写明了日常管理），不能准予备案，请退回修改。" in said
    assert "已准予备案，并通知县（区）。" in send("file", seen=seen, filing_number="甲", **points).text
    assert "请填写省司法厅的文号。" in send("province", number="", filed_on="").text
    filing.refresh_from_db()
    assert filing.checklist == {key.removeprefix("mark-"): "met" for key in points}


def test_the_city_sets_a_programme_and_says_what_it_has_done(client):
    assert "按文件建立2024年试点计划" in desk(client, "programme_changelist").text
    client.post(reverse("admin:staffing_programme_found"))
    programme = actions.found_programme(by=None, now=NOW)
    text = desk(client, "programme_change", programme.pk).text
    assert "形成可复制推广的工作机制" in text
    own = programme.phases.get(key="conclusion").obligations.get(key="mechanism")
    said = client.post(reverse("admin:staffing_programme_done", args=[own.pk]), {"done_on": "2024-06-20", "reference": "甲"}, follow=True)
    assert "已登记完成。" in said.text
    bad = client.post(reverse("admin:staffing_programme_set"), {"title": "2026年"})
    assert "请填写工作部署阶段的开始日期。" in bad.text


@pytest.mark.parametrize("name", ["programme_changelist", "programme_set", "filing_counties", "filing_export", "filing_counties_export"])
def test_nobody_but_the_city_has_these_desks(client, name):
    client.force_login(make_user(Role.OPERATOR))
    assert client.get(reverse(f"admin:staffing_{name}")).status_code == 403


# ---- sheets, papers, numbers of questions ----


@pytest.mark.parametrize(
    ("address", "title", "cell"),
    [
        ("staffing:filings_export", "名称", "2024年工作方案"),
        ("staffing:programme_export", "任务", "向县（区）委专题汇报"),
        ("staffing:difficulties_export", "难点堵点", "=1+1"),
        ("admin:staffing_filing_export", "名称", "2024年工作方案"),
        ("admin:staffing_filing_counties_export", "县（区）", "第"),
    ],
)
def test_every_list_is_a_sheet_with_its_types(client, address, title, cell):
    actions.found_programme(by=None, now=NOW)
    county = make_filed("work_plan").county
    actions.note_difficulty(county=county, what="=1+1", solver="hr", by=staff(county, Role.COUNTY_HR), now=NOW)
    client.force_login(city())
    content = client.get(reverse(address)).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert title in rows[0]
    assert any(cell in str(value) for value in rows[1])
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert all(value.data_type != "f" for row in sheet.iter_rows() for value in row)


def test_the_citys_desk_lets_columns_be_chosen_and_leads_back(client):
    filing = make_filed("work_plan")
    client.force_login(city())
    address = reverse("admin:staffing_filing_export")
    page = client.get(address, {"columns": "choose"})
    assert page.context["back"] == reverse("admin:staffing_filing_changelist")
    content = client.get(address, {"columns": "chosen", "column": ["title", "county"]}).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows == [["县（区）", "名称"], [str(filing.county), filing.title]]
    assert 'counties/export/?columns=choose">' in client.get(reverse("admin:staffing_filing_counties")).text


def test_the_citys_desk_takes_away_what_its_list_shows(client):
    plan, rules = make_filed("work_plan"), make_filed("recruitment_plan")
    client.force_login(city())
    query = f"?county__id__exact={rules.county_id}&kind={rules.kind}"
    desk = client.get(reverse("admin:staffing_filing_changelist") + query).text
    address = reverse("admin:staffing_filing_export") + query
    assert escape(f"{address}&columns=choose") in desk
    whole, part = client.get(reverse("admin:staffing_filing_export")).content, client.get(f"{address}&columns=chosen&column=county").content
    county = [[row["县（区）"] for row in records_of(content)] for content in (whole, part)]
    assert county == [[str(plan.county), str(rules.county)], [str(rules.county)]]
    told = dict(load_workbook(BytesIO(part))["说明"].iter_rows(values_only=True))
    assert told["筛选"] == f"种类：{rules.kind_of_filing.title}；县（区）：{rules.county}"
    assert client.get(f"{address}&colour=red", follow=True).redirect_chain == [(f"{reverse('admin:staffing_filing_changelist')}?e=1", 302)]


def test_one_filing_is_a_sheet_too(client):
    filing = make_filed("recruitment_plan")
    content = page(client, clerk(filing), "matter_export", filing.matter_id).content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["择优选聘人数", "3"]


def test_receipts_and_notices_belong_to_the_county_and_hold_no_secret(client):
    filing = make_filed("work_plan")
    papers = {each.kind: each for each in OfficialPaper.objects.all()}
    receipt, notice = papers[PaperKind.FILING_RECEIPT], papers[PaperKind.FILED_NOTICE]
    assert receipt.county == notice.county == filing.county
    assert (notice.paper_number, notice.is_public) == (filing.filing_number, False)
    assert "第 1 次" in receipt.source
    assert TEXT in notice.source
    assert TEXT not in receipt.source


@pytest.mark.parametrize("counties", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("filings", 4), ("difficulties", 2), ("programme", 8)])
def test_the_lists_ask_as_much_for_three_counties_as_for_one(client, counties, name, queries):
    actions.found_programme(by=None, now=NOW)
    for _ in range(counties):
        county = make_sent("work_plan").county
        actions.note_difficulty(county=county, what="甲", solver="hr", by=staff(county, Role.COUNTY_HR), now=NOW)
    client.force_login(city())
    assert queries_of(client, reverse(f"staffing:{name}")) == queries


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("matter", 6), ("matter_edit", 4)])
def test_the_pages_of_a_filing_ask_as_much_after_three_returns_as_after_one(client, times, name, queries):
    filing = make_returned(comments=[("part:needs", "甲")])
    for time in range(times - 1):
        again = submit(sign(write(Matter.objects.get(), needs=f"第{time}次"))).filings.first()
        actions.comment(filing=again, place="part:needs", text="乙", by=city(), now=NOW)
        actions.return_filing(filing=again, opinion="再改。", by=city(), now=NOW)
    client.force_login(clerk(filing))
    assert queries_of(client, reverse(f"staffing:{name}", args=[filing.matter_id])) == queries

"""Sample pages that show every component once; a URLconf for tests only."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

NOW = datetime(2024, 4, 9, 10, 17, tzinfo=ZoneInfo("Asia/Shanghai"))
CLOSING = datetime(2024, 4, 12, 18, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
STAGES = ["报名", "资格审查", "笔试", "面试", "考察", "体检", "公示", "签订合同"]
KNOWN_BAD = ".a{color:#999;background:#fff}.b{width:420px;height:9px}"
OFFICES = ["秀水司法所", "孙家庄司法所", "路家村司法所", "仙人司法所"]


class Registration(forms.Form):
    name = forms.CharField(label="姓名", help_text="与身份证上的姓名一致。", error_messages={"required": "请填写姓名。"})
    education = forms.ChoiceField(
        label="学历",
        widget=forms.RadioSelect,
        choices=[("college", "大专"), ("bachelor", "本科")],
        error_messages={"required": "请选择学历。"},
    )
    office = forms.ChoiceField(
        label="报考司法所", choices=[("", "请选择"), *enumerate(OFFICES)], error_messages={"required": "请选择报考司法所。"}
    )
    phone = forms.CharField(label="备用电话", required=False)
    career = forms.CharField(label="工作经历", widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text="没有可以不填。")
    diploma = forms.FileField(label="毕业证照片", help_text="JPG、PNG 或 PDF，不超过 5 MB。", required=False)
    promise = forms.BooleanField(label="我承诺所填内容真实、准确。", error_messages={"required": "请阅读并勾选承诺。"})


class Filter(forms.Form):
    search = forms.CharField(label="搜索", required=False, widget=forms.TextInput(attrs={"placeholder": "姓名、报名序号"}))
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), ("open", "待审核")], required=False)


TABS = [("首页", "/", True), ("公告公示", "/notice", False), ("报名入口", "/form", False), ("我的报名", "/application", False)]


def application() -> dict[str, Any]:
    clause = {"ref": "四(二)1(5)", "quote": "具有国家承认的大专及以上学历"}
    return {
        "until": CLOSING,
        "now": NOW,
        "stages": [
            {"title": "报名", "state": "done", "at": NOW, "notes": ["提交成功"]},
            {"title": "资格审查", "state": "done", "word": "通过", "at": NOW, "notes": ["由盂县司法局审核"]},
            {"title": "笔试", "state": "current", "word": "待参加", "at": CLOSING, "notes": ["盂县第一中学，请携带身份证和准考证"]},
            *({"title": title, "state": "future"} for title in STAGES[3:]),
        ],
        "stopped": [
            {"title": "报名", "state": "done", "at": NOW},
            {
                "title": "资格审查",
                "state": "stopped",
                "word": "不通过",
                "reason": "您的学历为高中，招聘条件要求大专及以上。",
                "clause": clause,
                "url": "/",
                "label": "如何申诉",
            },
        ],
        "tasks": [
            {"title": "基本信息", "url": "/", "state": "已完成"},
            {"title": "学历", "url": "/", "state": "填写中"},
            {"title": "户籍或居住地", "url": "/", "state": "未填写", "hint": "户籍或居住地有一项在阳泉即可"},
            {"title": "照片与材料", "url": "/", "state": "有问题"},
        ],
        "rows": [{"label": "姓名", "value": "黄晓丽", "change": "/"}, {"label": "专业", "value": "", "change": "/"}],
        "files": [
            {"title": "招聘公告", "url": "/", "kind": "PDF", "size": 88100},
            {"title": "毕业证", "url": "/", "kind": "JPG", "size": 1488100, "state": "待补正", "note": "照片不清楚，请重新拍摄。"},
        ],
        "numbers": [
            {"value": 36, "word": "计划", "url": "/"},
            {"value": 128, "word": "报名", "url": "/", "note": "比上周多 12 人"},
            {"value": 96, "word": "待审核"},
        ],
    }


def queue() -> dict[str, Any]:
    people = zip(["刘娟", "黄晓丽", "张明", "吴强"], ["不通过", "待审核", "已通过", "待补正"], range(30, 34), strict=True)
    return {
        "filter": Filter(),
        "rows": [(f"YX2024-{age:05}", name, "140302199202290010", age, OFFICES[1], word, age > 32) for name, word, age in people],
        "page": Paginator(range(128), 50).page(2),
    }


def candidate() -> dict[str, Any]:
    return {
        "checks": [
            {"title": "年龄 32 周岁", "evidence": "出生 1991-08-14，要求 1988-03-21 至 2006-03-20", "state": "符合"},
            {"title": "户籍或居住地为阳泉", "evidence": "户籍太原，上传了居住证明，需人工核对", "state": "待核"},
        ],
        "rows": [{"label": "手机", "value": "138****5621"}],
    }


def plan() -> dict[str, Any]:
    return {
        "rows": list(zip(OFFICES, [3, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], strict=True)),
        "figures": [
            (8, "政法专项编制", "established"),
            (8, "协理员", "selected+recruited"),
            (4, "司法所", ""),
            ("4.00", "所均（人）", "average"),
        ],
    }


def confirm() -> dict[str, Any]:
    class Confirmation(forms.Form):
        typed = forms.CharField(label="请输入“发布公告”", error_messages={"required": "请输入“发布公告”四个字。"})

    return {
        "heading": "发布盂县招聘公告",
        "consequences": ["公告在首页和公告公示页对所有人公开。"],
        "form": Confirmation(),
        "label": "发布公告",
        "cancel_url": "/",
    }


def page(template: str, context: Callable[[], dict[str, Any]] = dict) -> Callable[[HttpRequest], HttpResponse]:
    """A view of one sample, inside the frame that the site's context processor draws elsewhere."""

    def view(request: HttpRequest) -> HttpResponse:
        preferences = {"text": request.GET.get("text", "1"), "contrast": "contrast" in request.GET}
        return render(request, template, {"tabs": TABS, "preferences": preferences, "now": NOW, "until": CLOSING, **context()})

    return view


def form(request: HttpRequest) -> HttpResponse:
    registration = Registration(request.POST or None)
    context = {"tabs": TABS, "form": registration, "now": NOW, "until": NOW + timedelta(seconds=int(request.GET.get("left", 3600)))}
    return render(request, "components/form.html", context)


def clock(request: HttpRequest) -> HttpResponse:
    return HttpResponse(NOW.isoformat(), content_type="text/plain")


def known_bad(request: HttpRequest) -> HttpResponse:
    """Four faults that the checks must find, or the checks are broken."""
    return render(request, "components/known_bad.html")


urlpatterns = [
    path("", page("components/home.html", lambda: {"stages": STAGES}), name="home"),
    path("form", form, name="form"),
    path("application", page("components/application.html", application)),
    path("notice", page("components/notice.html")),
    path("queue", page("components/queue.html", queue)),
    path("candidate", page("components/candidate.html", candidate)),
    path("plan", page("components/plan.html", plan)),
    path("confirm", page("portal/confirm.html", confirm)),
    path("busy", page("503.html", lambda: {"kept": {"action": "/form", "fields": [("name", "张三")]}, "number": "YQ-0017"})),
    path("missing", page("404.html")),
    path("clock", clock),
    path("preferences", page("components/home.html"), name="preferences"),
    path("known-bad", known_bad),
    path("known-bad.css", lambda request: HttpResponse(KNOWN_BAD, "text/css")),
]

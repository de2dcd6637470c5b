"""What people enter on the pages of the roster: filters, contact facts, training, health checks, and why they look."""

from datetime import date
from typing import Any

from django import forms

from bureaus.fields import DayField
from bureaus.letters import masked_phone
from bureaus.models import JudicialOffice
from bureaus.search import Sought
from documents.forms import ColumnsForm
from policy.identity import MOBILE
from staffing.actions import Contact
from staffing.models import EDUCATION_CHOICES, Assistant, Conclusion
from staffing.roster import State

# Why a full number is needed, and why the findings of a health check: the words of the page, the keys of the audit trail.
OCCASIONS = {
    "insurance": "办理社会保险、工资",
    "contract": "办理合同、档案",
    "inspection": "上级检查或劳动监察",
    "enquiry": "答复本人查询",
}
HEALTH_OCCASIONS = {"recheck": "安排复查", "post": "调整工作安排", "enquiry": "答复本人查询"}

AREA = {"rows": 3}


class AsOfForm(forms.Form):
    """A list as of a day, by office and name; all of it stands in the address, the name sealed."""

    method = "post"

    name = Sought(label="姓名", required=False, max_length=30)
    office = forms.ModelChoiceField(JudicialOffice.objects, label="司法所", required=False, empty_label="全部")
    on = forms.DateField(
        label="截至日期",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"inputmode": "numeric", "placeholder": "如 2024-06-01", "maxlength": 10}, format="%Y-%m-%d"),
        error_messages={"invalid": "截至日期应写成 2024-06-01 这样的形式，现在按今天列出。"},
    )

    def __init__(self, data: Any, *, offices: Any) -> None:
        super().__init__(data)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood."""
        self.is_valid()
        return self.cleaned_data if self.is_bound else {}


class RosterFilterForm(AsOfForm):
    """Whose roster, as of which day, and whom to look for."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "在岗和待到岗"), *State.choices])
    field_order = ("name", "office", "state", "on")


class RecordFilterForm(forms.Form):
    """Which year's records, of which office, of whom."""

    method = "post"

    year = forms.IntegerField(label="年度", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}))
    office = forms.ModelChoiceField(JudicialOffice.objects, label="司法所", required=False, empty_label="全部")
    name = Sought(label="姓名", required=False, max_length=30)
    person = forms.IntegerField(
        required=False, widget=forms.HiddenInput
    )  # one person's records of all years, without a name in the address

    def __init__(self, data: Any, *, offices: Any, today: date) -> None:
        super().__init__({"year": str(today.year), **data.dict()})
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
        self.today = today

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked for and understood; a year that is none is this one."""
        self.is_valid()
        found = self.cleaned_data
        year = found.get("year")
        return {**found, "year": year if year and 2000 <= year <= 2099 else self.today.year}


SEALED = ("phone", "registered_address", "address")


class ContactForm(forms.Form):
    """How somebody is reached, and what they studied. What is sealed is not shown here: a blank keeps what stands, a tick empties it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    phone = forms.RegexField(
        rf"^{MOBILE.pattern}$",
        label="联系电话",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        error_messages={"invalid": "联系电话应为 11 位手机号码，请核对。"},
    )
    registered_address = forms.CharField(label="户籍地址", required=False, max_length=200)
    address = forms.CharField(label="现住址", required=False, max_length=200)
    education = forms.TypedChoiceField(
        label="学历", required=False, choices=[("", "不清楚"), *EDUCATION_CHOICES], coerce=int, empty_value=None
    )
    school = forms.CharField(label="毕业院校", required=False, max_length=60)
    major = forms.CharField(label="所学专业", required=False, max_length=60)
    emptied = forms.MultipleChoiceField(
        label="清空原来登记的", required=False, widget=forms.CheckboxSelectMultiple, help_text="原来登记有误、又没有新内容的，勾选后保存"
    )

    def __init__(self, data: Any, *, assistant: Assistant) -> None:
        names = ("education", "school", "major")
        super().__init__(data, initial={**{name: getattr(assistant, name) for name in names}, "seen": assistant.version})
        self.assistant = assistant
        for name in SEALED:
            stands = getattr(assistant, name)
            shown = masked_phone(stands) if stands and name == "phone" else "已登记，不显示"
            self.fields[name].help_text = f"现在：{shown}。不改的留空" if stands else "现在没有登记"
        standing = [(name, self.fields[name].label) for name in SEALED if getattr(assistant, name)]
        self.fields["emptied"].choices = standing  # type: ignore[attr-defined]
        if not standing:
            del self.fields["emptied"]

    @property
    def contact(self) -> Contact:
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "emptied")}
        emptied = self.cleaned_data.get("emptied", [])
        return Contact(**given | {name: given[name] or ("" if name in emptied else getattr(self.assistant, name)) for name in SEALED})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name in said.get("emptied", []):
            if said.get(name):
                self.add_error(name, f"{self.fields[name].label}填了新的，又勾选了清空。请只留一样。")
        return said


class TrainingForm(forms.Form):
    """One training."""

    held_on = DayField(label="培训日期")
    topic = forms.CharField(label="培训内容", max_length=100, error_messages={"required": "请填写培训内容。"})
    hours = forms.DecimalField(
        label="学时",
        min_value=0,
        max_value=500,
        max_digits=5,
        decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
        help_text="最多一位小数",
        error_messages={
            "required": "请填写学时。",
            "invalid": "学时应为数字，例如 8 或 4.5。",
            "min_value": "学时须大于 0，且不超过 500。",
            "max_value": "学时须大于 0，且不超过 500。",
            "max_digits": "学时须大于 0，且不超过 500。",
            "max_whole_digits": "学时须大于 0，且不超过 500。",
            "max_decimal_places": "学时最多一位小数。",
        },
    )
    organiser = forms.CharField(label="组织单位", max_length=60, error_messages={"required": "请填写组织单位。"})


class HealthCheckForm(forms.Form):
    """One health check."""

    checked_on = DayField(label="检查日期")
    conclusion = forms.ChoiceField(
        label="结论", choices=Conclusion.choices, widget=forms.RadioSelect, error_messages={"required": "请选择结论。"}
    )
    details = forms.CharField(
        label="具体情况",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs=AREA),
        help_text="加密保存，只有本县（区）司法局经办人和负责人能逐条查看，每次查看都留痕；名单和导出只有日期和结论",
    )


class VoidForm(forms.Form):
    """Why a record is taken out."""

    reason = forms.CharField(
        label="作废的理由", max_length=200, widget=forms.Textarea(attrs=AREA), error_messages={"required": "请写明作废的理由。"}
    )


class OccasionForm(forms.Form):
    """What the full numbers are needed for."""

    occasion = forms.ChoiceField(
        label="事由", choices=list(OCCASIONS.items()), widget=forms.RadioSelect, error_messages={"required": "请选择事由。"}
    )


class FullExportForm(OccasionForm, ColumnsForm):
    """What the full numbers are needed for, and which columns go out."""

    field_order = ("occasion", "column", "columns")


class HealthOccasionForm(forms.Form):
    """What the findings of a health check are needed for."""

    occasion = forms.ChoiceField(
        label="事由", choices=list(HEALTH_OCCASIONS.items()), widget=forms.RadioSelect, error_messages={"required": "请选择事由。"}
    )

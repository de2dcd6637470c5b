"""What a clerk types at the counter, on one page, and the signed form that comes back."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django import forms

from bureaus.clock import today
from bureaus.forms import PhoneForm
from documents.forms import PaperField
from recruitment import eligibility
from recruitment import registration as reading
from recruitment.forms.applicant import DeclarationForm, EducationForm, ExperienceForm, IdentityForm, ResidenceForm, VacancyForm
from recruitment.models import Application, Profile, Round, Status


class PaperForm(forms.Form):
    """One paper. What it holds is read by its content, whatever it is called."""

    file = forms.FileField(
        label="选择文件",
        error_messages={"required": "请先选择文件，再上传。", "empty": "这个文件是空的。", "missing": "请先选择文件，再上传。"},
    )


class CounterForms:
    """The pages of a registration one below the other; each keeps its own rules and sentences. A return leaves those it names."""

    def __init__(self, data: Any, *, round: Round, now: Any, application: Application | None, profile: Profile | None) -> None:
        kept = {
            section: {field: getattr(application, field) for field in fields} if application else {}
            for section, fields in reading.SECTIONS.items()
        }
        who = {"name": profile.name, "id_number": profile.id_number, "address": profile.address} if profile else {}
        day = today(now)
        forms_of: dict[str, forms.Form] = {
            "profile": IdentityForm(data, initial=who, today=day),
            "vacancy": VacancyForm(data, initial=kept["vacancy"], round=round),
            "education": EducationForm(data, initial=kept["education"], today=day),
            "residence": ResidenceForm(data, initial=kept["residence"]),
            "experience": ExperienceForm(data, initial=kept["experience"]),
            "declarations": DeclarationForm(
                data,
                initial={**application.declared, "relatives": application.told_relatives} if application else {},
                rules=eligibility.asked(round),
                promises=False,
                county=round.county.name,
            ),
        }
        if application is not None and application.status == Status.RETURNED:
            self.forms = {part: form for part, form in forms_of.items() if part in application.correction.parts}
        else:
            self.forms = {"phone": PhoneForm(data, initial={"phone": application.applicant.phone} if application else {}), **forms_of}

        self.refusal = ""

    def __iter__(self) -> Iterator[forms.BoundField]:
        """Every question in the order of the page."""
        return chain.from_iterable(self.forms.values())

    @property
    def is_bound(self) -> bool:
        return any(form.is_bound for form in self.forms.values())

    @property
    def errors(self) -> dict[str, Any]:
        """What has to be mended, as the one summary on top of the page counts it."""
        faults = {f"{part}.{name}": told for part, form in self.forms.items() for name, told in form.errors.items()}
        return faults | ({"": self.refusal} if self.refusal else {})

    @property
    def non_field_errors(self) -> list[str]:
        """What no single question is answered wrong by: a refusal of the whole, and what a form says of several."""
        said = [str(sentence) for form in self.forms.values() for sentence in form.non_field_errors()]
        return [self.refusal, *said] if self.refusal else said

    def is_valid(self) -> bool:
        """Every form is asked, so that all sentences stand on the page at once."""
        answered = [form.is_valid() for form in self.forms.values()]
        return all(answered)

    def said(self) -> dict[str, Any]:
        """What the actions take: None for what was not asked."""
        cleaned = {name: form.cleaned_data for name, form in self.forms.items()}
        relatives = cleaned["declarations"].pop("relatives") if "declarations" in cleaned else None
        return {
            **({"phone": cleaned["phone"]["phone"]} if "phone" in cleaned else {}),
            "identity": cleaned.get("profile"),
            "sections": {section: cleaned[section] for section in reading.SECTIONS if section in cleaned},
            "declared": cleaned.get("declarations"),
            "relatives": relatives,
        }


class SignedForm(forms.Form):
    """The signed form and the code that stands on it."""

    code = forms.CharField(
        label="登记表上的核对码",
        max_length=12,
        help_text="印在登记表右上角，8 位",
        error_messages={"required": "请填写登记表上的核对码。", "max_length": "核对码是 8 位。"},
    )
    signed = PaperField(label="本人签字的登记表", hint="扫描或拍照，", error_messages={"required": "请上传本人签字的登记表。"})
    seen = forms.IntegerField(widget=forms.HiddenInput)

"""The help beside a field and the manual for applicants are one text."""

import re
from datetime import date

import pytest

from ops import place
from recruitment.forms import applicant
from recruitment.registration import PAPER_HINTS

MANUAL = (place.ROOT / "docs/applicants.md").read_text(encoding="utf-8")
FORMS = (
    applicant.IdentityForm(today=date(2024, 3, 26)).fields,
    applicant.VacancyForm.base_fields,
    applicant.EducationForm.base_fields,
    applicant.ResidenceForm.base_fields,
    applicant.ExperienceForm.base_fields,
    applicant.DeclarationForm(rules=(), promises=False, county="本县（区）").fields,
    applicant.RecheckForm.base_fields,
)
HELP = {str(field.label): str(field.help_text) for fields in FORMS for field in fields.values() if field.help_text}
HELP |= {str(kind.label): hint for kind, hint in PAPER_HINTS.items()}


@pytest.mark.parametrize("label", HELP)
def test_the_manual_says_what_the_page_says_beside_the_field(label):
    assert f"- **{label}**：{HELP[label]}。" in MANUAL


def test_the_manual_explains_no_field_that_is_gone():
    section = MANUAL.partition("## 各项怎么填")[2].partition("\n## ")[0]
    assert set(re.findall(r"^- \*\*(.+?)\*\*：", section, re.MULTILINE)) == set(HELP)


def test_every_picture_of_the_manual_is_there_and_small():
    pictures = re.findall(r"!\[[^\]]+\]\((applicants/[\w-]+\.webp)\)", MANUAL)
    assert len(pictures) >= 6
    assert {name: (place.ROOT / "docs" / name).stat().st_size < 60_000 for name in pictures} == dict.fromkeys(pictures, True)

"""What of staffing holds a 司法所 in place: who serves there, contracts that wait for a signature, places reserved for a round."""

from datetime import date

from django.db.models import Sum

from bureaus.models import JudicialOffice
from bureaus.ties import tie
from staffing.models import Contract, LedgerEntry, LedgerKind, Posting


@tie
def people_and_places(office: JudicialOffice, day: date) -> list[str]:
    """What must be moved before the office stands no more. Counted for the operator, who sees no names."""
    serving = Posting.objects.filter(office=office).not_ended(day).count()
    unsigned = Contract.objects.filter(office=office, signed_on=None).count()
    reserved = LedgerEntry.objects.filter(line__office=office, kind=LedgerKind.RESERVED).aggregate(number=Sum("number"))["number"]
    told = [
        (serving, f"还有 {serving} 名协理员在岗，请县（区）司法局先调配到其他司法所"),
        (unsigned, f"还有 {unsigned} 份聘用合同待签订，请先签订"),
        (reserved, f"还有 {reserved} 个名额正在招聘，请先办结招聘或取消岗位"),
    ]
    return [sentence for number, sentence in told if number]

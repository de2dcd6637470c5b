"""Addresses of papers."""

from django.urls import path, register_converter

from documents import desk_lists, trail, views


class CodeConverter:
    """Sixteen hex digits."""

    regex = "[0-9a-f]{16}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "paper_code")

app_name = "documents"
urlpatterns = [
    path("admin/bureaus/<slug:model>/export/", desk_lists.desk_list_export, name="desk_list_export"),
    path("audit/export/", trail.audit_export, name="audit_export"),
    path("papers/", views.verify, name="verify"),
    path("papers/<paper_code:code>", views.paper, name="paper"),
    path("papers/<paper_code:code>.pdf", views.paper_pdf, name="paper_pdf"),
]

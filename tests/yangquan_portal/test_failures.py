"""Error pages, drawn without a database: pytest-django refuses any query made here."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils.functional import SimpleLazyObject

from yangquan_portal import failures

pytestmark = pytest.mark.urls("tests.yangquan_portal.failing")


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "heading"),
    [
        ("/broken", 500, "页面没能打开"),
        ("/unreachable", 503, "系统暂时繁忙"),
        ("/full", 503, "系统暂时繁忙"),
        ("/refused", 403, "不能办理这件事"),
        ("/unreadable", 400, "提交的内容不完整"),
        ("/large", 413, "文件太大，没有上传成功"),
        ("/absent", 404, "没有找到这个页面，或您无权查看"),
    ],
)
def test_each_failure_has_its_page_with_a_number_a_telephone_and_a_way_back(visitor, address, status, heading):
    response = visitor.get(address)
    page = response.content.decode()
    assert (response.status_code, f"<h1>{heading}</h1>" in page) == (status, True)
    assert re.search(r'编号 <span class="number">[0-9a-f-]{36}</span>', page)
    assert "咨询电话" in page
    assert 'href="/">返回首页</a>' in page
    assert "Content-Security-Policy" in response
    assert not re.search("SELECT|10\\.0\\.0\\.1|Error|Traceback|盂县的报名", page)


def test_a_refusal_is_told_in_its_own_words(visitor):
    assert "这份计划已由本人录入，请换一位同事确认。" in visitor.get("/refused").content.decode()


def test_a_form_that_met_a_busy_database_can_be_sent_again(visitor):
    response = visitor.post("/unreachable?step=2", {"name": '张"三', "office": ["1", "2"]})
    page = response.content.decode()
    assert response["Retry-After"] == "30"
    assert response["Cache-Control"] == "no-store"
    assert '<form method="post" action="/unreachable?step=2">' in page
    assert '<input type="hidden" name="name" value="张&quot;三">' in page
    assert page.count('name="office"') == 2
    assert "您填写的内容没有丢失。" in page


def test_passwords_and_files_are_not_carried_in_a_page(visitor):
    signing_in = visitor.post("/signing-in", {"login": "a", "password": "secret"}).content.decode()
    uploading = visitor.post("/unreachable", {"file": SimpleUploadedFile("a.pdf", b"%PDF")}).content.decode()
    assert "secret" not in signing_in
    assert ("重新提交" in signing_in, "重新提交" in uploading) == (False, False)


def test_a_full_disk_says_that_the_administrator_knows(visitor):
    assert "系统存储出现问题，暂时不能保存" in visitor.post("/full", {"name": "张三"}).content.decode()


def test_a_stale_page_is_told_that_its_session_has_gone():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/absent", {"name": "张三"})
    assert (response.status_code, "页面已过期，没有提交成功" in response.content.decode()) == (403, True)


def test_an_error_page_never_asks_who_is_reading():
    def ask():
        raise OperationalError("the database is gone")

    request = RequestFactory().get("/")
    request.user = SimpleLazyObject(ask)
    assert failures.page_not_found(request, Http404()).status_code == 404
    try:
        ask()
    except OperationalError:
        assert failures.server_error(request).status_code == 503

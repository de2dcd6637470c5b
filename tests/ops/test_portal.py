"""The processes of a portal, really started."""

import urllib.request

from django.contrib.staticfiles.storage import staticfiles_storage


def test_a_portal_of_ones_own_serves_and_its_worker_works(own_portal, new_page):
    page = new_page(base_url=own_portal.url)
    answer = page.goto("/readyz")
    assert answer.status == 200
    assert own_portal.query("SELECT count(*) > 10 FROM django_migrations") == [(True,)]


def test_static_files_carry_their_content_in_their_name_and_may_be_kept_for_ever(own_portal):
    with urllib.request.urlopen(own_portal.url + staticfiles_storage.url("portal/portal.css")) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_a_first_visit_brings_at_most_120_kilobytes(own_portal, new_page):
    page = new_page(base_url=own_portal.url, width=375)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    weights = []
    line.on("Network.loadingFinished", lambda done: weights.append(done["encodedDataLength"]))
    with page.expect_event("load"):
        page.goto("/")
    page.wait_for_load_state("networkidle")
    print(f"first visit: {sum(weights) / 1024:.1f} KB in {len(weights)} answers")
    assert len(weights) > 2  # page, style and script have come; without them the sum would say nothing
    assert sum(weights) <= 120 * 1024

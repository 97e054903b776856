"""index.html in a real browser, opened from the disk."""

from __future__ import annotations

import json
import shutil

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from ocppj.trace import Direction
from reports import details
from reports.load import load
from reports.write import write_all

WAIT_S = 20
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,1200",
)
HOSTILE = (
    '<script>window.owned="yes"</script><img src="http://127.0.0.1:9/x" onerror="window.owned=1">'
    "</script></details>"
)

needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH")


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    driver = shutil.which("chromedriver")
    assert driver, "chromium is on PATH but chromedriver is not: install chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with webdriver.Chrome(options=options, service=Service(driver)) as found:
        found.set_page_load_timeout(WAIT_S)
        yield found


@pytest.fixture
def run(folder, story, check):
    """Make a run of a hostile system (failed), a passed and an inconclusive case."""
    told = story("2.0.1").step("When", f"the CSMS is asked {HOSTILE}")
    told.from_sut("GetVariables", {"getVariableData": [], "customData": {"vendorId": HOSTILE}})
    told.text(Direction.IN, '[2,"broken')
    told.observe("GetVariables", f"shown as {HOSTILE}")
    broken = check(
        "GetVariables", held=False, actual=HOSTILE, requirement="B06.FR.01", seq=2, subject="data"
    )
    folder.case(
        "TC_B_06_CSMS",
        told,
        "failed",
        reason=f"customData: {HOSTILE}",
        checks=(check("GetVariables"), broken),
        notes=(HOSTILE,),
    )
    folder.case("TC_B_07_CSMS", story("2.0.1").from_sut("GetVariables"))
    folder.case("TC_001_CS", None, "inconclusive", version="1.6", reason="no connection came")
    return folder.run()


@pytest.fixture
def page(browser, run):
    write_all(run)
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get((run / "index.html").as_uri())
    return browser


def shown(page):
    cases = page.find_elements(By.CSS_SELECTOR, ".case:not([hidden])")
    return [case.get_attribute("data-case") for case in cases]


def choose(page, name, value):
    Select(page.find_element(By.CSS_SELECTOR, f"#case-filter [name={name}]")).select_by_value(value)


def opened(page, case_id):
    """Open a case as a reader does, and wait until its details are there."""
    case = page.find_element(By.ID, f"case-{case_id}")
    case.find_element(By.TAG_NAME, "summary").click()
    WebDriverWait(page, WAIT_S).until(lambda _: case.get_attribute("data-filled") == "done")
    return case


def texts(element, selector):
    return [found.text for found in element.find_elements(By.CSS_SELECTOR, selector)]


@needs_chromium
class TestPage:
    def test_it_shows_the_cases_of_the_run_first(self, page):
        assert shown(page) == ["TC_001_CS", "TC_B_06_CSMS", "TC_B_07_CSMS"]
        assert page.find_element(By.ID, "case-count").text.startswith("3 of ")

    @pytest.mark.parametrize(
        ("name", "value", "left"),
        [
            ("verdict", "failed", ["TC_B_06_CSMS"]),
            ("verdict", "partial", []),
            ("version", "1.6", ["TC_001_CS"]),
            ("role", "csms", ["TC_B_06_CSMS", "TC_B_07_CSMS"]),
            ("block", "Core", ["TC_001_CS"]),
        ],
    )
    def test_filters_by_choice(self, page, name, value, left):
        choose(page, name, value)
        assert shown(page) == left

    def test_every_case_can_be_shown(self, page):
        choose(page, "verdict", "")
        assert len(shown(page)) >= 852

    @pytest.mark.parametrize(
        ("text", "left"),
        [
            ("connection CAME", ["TC_001_CS"]),
            ("b06.fr.01 customdata", ["TC_B_06_CSMS"]),
            ("no such words", []),
        ],
    )
    def test_filters_by_text(self, page, text, left):
        page.find_element(By.CSS_SELECTOR, "#case-filter [name=text]").send_keys(text)
        assert shown(page) == left
        assert page.find_element(By.ID, "case-count").text.startswith(f"{len(left)} of ")

    def test_filters_add_up_and_reset(self, page):
        choose(page, "role", "csms")
        choose(page, "verdict", "passed")
        assert shown(page) == ["TC_B_07_CSMS"]
        page.find_element(By.CSS_SELECTOR, "#case-filter [type=reset]").click()
        WebDriverWait(page, WAIT_S).until(lambda _: len(shown(page)) == 3)

    def test_a_tile_filters_by_its_verdict(self, page):
        page.find_element(By.CSS_SELECTOR, ".tile.inconclusive").click()
        assert shown(page) == ["TC_001_CS"]

    def test_an_opened_case_shows_checks_and_messages(self, page):
        case = opened(page, "TC_B_06_CSMS")
        rows = texts(case, ".checks tbody tr")
        assert len(rows) == 2
        assert rows[0].startswith("failed B06.FR.01 GetVariables data is Accepted")
        assert texts(case, ".record .frame") == ["CALL", "CALLRESULT", "unreadable"]
        assert texts(case, ".record .action")[:2] == ["GetVariables", "GetVariables"]
        assert texts(case, ".record .way")[:2] == ["\u2190 CSMS", "\u2192 CSMS"]
        assert texts(case, ".mark.step .told")[0].startswith("When the CSMS is asked <script>")
        problem = case.find_element(By.CSS_SELECTOR, ".record .problem")
        assert problem.get_attribute("textContent").startswith("not JSON: ")

    def test_the_failing_record_stands_out_and_is_open(self, page):
        case = opened(page, "TC_B_06_CSMS")
        failing = case.find_elements(By.CSS_SELECTOR, ".record.failing")
        assert [record.get_attribute("open") for record in failing] == ["true"]
        payload = failing[0].find_element(By.TAG_NAME, "pre").text
        assert payload.startswith('[2, "id-1", "GetVariables", {\n  "getVariableData": [],\n')

    def test_all_messages_open_at_once(self, page):
        case = opened(page, "TC_B_06_CSMS")
        case.find_element(By.CSS_SELECTOR, "h4 button").click()
        assert len(case.find_elements(By.CSS_SELECTOR, ".record[open]")) == 3
        case.find_element(By.CSS_SELECTOR, "h4 button").click()
        assert case.find_elements(By.CSS_SELECTOR, ".record[open]") == []

    def test_a_case_opens_by_keyboard(self, page):
        case = page.find_element(By.ID, "case-TC_B_07_CSMS")
        case.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
        WebDriverWait(page, WAIT_S).until(lambda _: case.get_attribute("data-filled") == "done")
        assert case.get_attribute("open") == "true"

    def test_a_link_opens_a_case_that_the_filter_hides(self, page):
        choose(page, "verdict", "passed")
        page.find_element(By.CSS_SELECTOR, ".attention a[href='#case-TC_B_06_CSMS']").click()
        case = page.find_element(By.ID, "case-TC_B_06_CSMS")
        WebDriverWait(page, WAIT_S).until(lambda _: case.get_attribute("open") == "true")
        assert case.is_displayed()

    def test_the_message_table_filters(self, page):
        form = page.find_element(By.CSS_SELECTOR, "[data-filters='messages-201-csms']")
        Select(form.find_element(By.NAME, "status")).select_by_visible_text("partial")
        rows = page.find_elements(By.CSS_SELECTOR, "#messages-201-csms tbody tr:not([hidden])")
        assert [row.find_element(By.TAG_NAME, "th").text.split()[0] for row in rows] == [
            "GetVariables"
        ]

    def test_hostile_texts_stay_texts(self, page):
        opened(page, "TC_B_06_CSMS").find_element(By.CSS_SELECTOR, "h4 button").click()
        assert page.execute_script("return window.owned") is None
        assert page.find_elements(By.TAG_NAME, "img") == []
        assert len(page.find_elements(By.TAG_NAME, "script")) == 2
        assert HOSTILE in page.find_element(By.CSS_SELECTOR, "#case-TC_B_06_CSMS .reason").text

    def test_nothing_is_asked_of_any_host_and_the_console_stays_empty(self, page):
        opened(page, "TC_B_06_CSMS")
        opened(page, "TC_B_07_CSMS")
        messages = [json.loads(e["message"])["message"] for e in page.get_log("performance")]
        asked = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        assert asked
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
        assert page.get_log("browser") == []

    def test_the_policy_stops_a_script_that_got_in(self, page):
        page.execute_script(
            "const s = document.createElement('script'); s.textContent = 'window.owned = 1';"
            "document.body.append(s);"
        )
        assert page.execute_script("return window.owned") is None

    def test_narrow_screens_need_no_sideways_scrolling(self, page):
        metrics = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        try:
            opened(page, "TC_B_06_CSMS")
            widths = "return [document.documentElement.scrollWidth, window.innerWidth]"
            needed, given = page.execute_script(widths)
            assert needed <= given
        finally:
            page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_long_traces_are_cut_in_the_middle_but_failing_records_stay(folder, story, check):
    told = story("2.0.1")
    for _ in range(300):
        told.from_sut("Heartbeat")
    broken = check("Heartbeat", held=False, seq=301)
    folder.case("TC_B_06_CSMS", told, "failed", checks=(broken,))
    data = load(folder.run())
    kept = details._details(data.results[0], data, 10)
    assert [record["seq"] for record in kept["trace"]] == [*range(1, 6), 301, *range(596, 601)]
    gaps = {record["seq"]: record["gap"] for record in kept["trace"] if "gap" in record}
    assert gaps == {301: 295, 596: 294}
    assert kept["records"] == 600
    assert len(kept["trace"]) + sum(gaps.values()) == 600


def test_the_details_keep_to_their_budget(folder, story):
    told = story("2.0.1")
    for number in range(200):
        told.from_sut("Heartbeat", {"noise": hex(7**400 * (number + 1))})
    folder.case("TC_B_06_CSMS", told)
    data = load(folder.run())
    whole = len(details.pack(data))
    assert len(details.pack(data, whole)) == whole
    assert len(details.pack(data, whole - 1)) < whole - 1
    assert len(details.pack(data, 10)) < 30

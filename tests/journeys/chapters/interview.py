"""面试: a panel is named, its marks are typed in and confirmed, and the order of merit is made public."""

from tests.journeys.chapters.exam import goes_through_three_hands
from tests.journeys.chapters.stages import cannot_close, close, post
from tests.journeys.story import Story

MARKS = {"first": (84, 85, 86, 87, 88, 80, 95), "other": (75, 75, 75, 75, 75, 70, 80)}


def is_held(story: Story) -> None:
    clerk, round = story.clerk, story.places["round"]
    cannot_close(story, "interview", "还有 2 人没有成绩", "成绩还没有经县（区）人社局同意发布", "“面试成绩、综合成绩及名次公告”还没有发布")
    clerk.go(f"{round}scores/interview/").sees("请先填写考官名单").press("填写考官名单")
    for number in range(1, 5):
        clerk.fill(f"考官{number}姓名", f"演示考官{number}")
    clerk.press("保存考官名单").sees("考官只有 4 名，至少要有 5 名。")
    for number in range(5, 8):
        clerk.fill(f"考官{number}姓名", f"演示考官{number}")
    clerk.tick("考官1来自招聘单位").look("601-panel").press("保存考官名单").sees("7 名考官已保存。")

    clerk.go(f"{round}scores/interview/").press("手工录入")
    for key, marks in MARKS.items():
        somebody = story.applicants[key]
        for number, mark in enumerate(marks, 1):
            clerk.fill(f"{somebody.name} {somebody.ticket} 考官{number}", str(mark))
    first = story.applicants["first"]
    clerk.fill(f"{first.name} {first.ticket} 考官7", "100.5").press("保存成绩").sees("成绩应在 0 到 100 之间").look("603-interview-by-hand")
    clerk.fill(f"{first.name} {first.ticket} 考官7", "95").press("保存成绩")
    goes_through_three_hands(story, "interview", "面试", look="60")
    story.hr.sees("86.30", "76.80", "拟聘用", "候补").look("607-order-of-merit")

    cannot_close(story, "interview", "“面试成绩、综合成绩及名次公告”还没有发布")
    story.places["results"] = post(story, "面试成绩、综合成绩及名次公告", "results")
    story.visitor().go(story.places["results"]).sees(first.ticket, "86.30", "进入考察、体检").sees_no(first.name).look("608-results")
    close(story, "interview", "面试")
    story.applicant("first").go("/my/").sees("配合考察")
    story.applicant("other").go("/my/").sees("候补中").look("609-waiting-in-line")

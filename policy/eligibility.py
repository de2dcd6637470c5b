"""Who may be taken: the conditions and bars of both tracks, one line per sentence."""

from policy.citation import carries
from policy.people import Candidate, Education, age_on
from policy.rules import Rule, bars, both, either, prefers, requires


def _college_or_above(candidate: Candidate) -> bool | None:
    # Where a day is announced for it, the education must have been completed by then; a sheet of names knows no such day.
    reached = None if candidate.education is None else candidate.education >= Education.COLLEGE
    if candidate.educated_by is None:
        return reached
    return both(reached, None if candidate.graduated_on is None else candidate.graduated_on <= candidate.educated_by)


def _born_within_window(candidate: Candidate) -> bool | None:
    # Only the window printed in the announcement decides: an age worked out again on another day would move the goalposts.
    if candidate.born_on is None or candidate.window is None:
        return None
    return candidate.born_on in candidate.window


def _reached_45(candidate: Candidate) -> bool | None:
    if candidate.born_on is None or candidate.as_of is None:
        return None
    return age_on(candidate.as_of, candidate.born_on) >= 45


DIPLOMA = "毕业证书；学信网《教育部学历证书电子注册备案表》（国外学历凭留学服务中心认证）"
DECLARATION_AND_RECORD = "报名时本人承诺；考察时无犯罪记录证明"
DECLARATION_AND_CREDIT = "报名时本人承诺；考察时个人信用报告"
DECLARATION_AND_FILE = "报名时本人承诺；考察时档案和原单位意见"

# fmt: off
PUBLIC: tuple[Rule, ...] = (
    requires("citizenship", "四(二)1(1)", "具有中华人民共和国国籍", lambda c: c.citizen,
             title="国籍", evidence="居民身份证正反面"),
    requires("conduct", "四(二)1(2)", "拥护中国共产党的领导，拥护中华人民共和国宪法，热爱祖国，热爱人民，遵守法律法规，品行端正",
             title="政治立场和品行", evidence="报名时本人承诺；考察时现实表现材料"),
    requires("age", "四(二)1(3)", "年龄在18周岁以上，35周岁以下", _born_within_window,
             title="年龄", evidence="居民身份证上的出生日期，对照公告印出的出生日期范围"),
    requires("residence", "四(二)1(4)", "具有阳泉户籍或居住地为阳泉", lambda c: either(c.registered_in_yangquan, c.lives_in_yangquan),
             title="阳泉户籍或居住地", evidence="户口簿首页和本人页，或者居住证、居住证明"),
    requires("education", "四(二)1(5)", "具有大专及以上学历和履行岗位职责所需的工作能力", _college_or_above,
             title="大专及以上学历", evidence=DIPLOMA),
    requires("skills", "四(二)1(6)", "能熟练使用计算机常用办公软件，具有较好的语言、文字表达能力",
             title="办公软件和表达能力", evidence="报名登记表；面试时再看"),
    requires("discipline", "四(二)1(7)", "组织纪律性强，执行力强，能适应基层一线工作",
             title="纪律性和基层适应", evidence="报名登记表；考察时现实表现材料"),
    bars("crime", "四(二)2(1)", "受过刑事处罚或者涉嫌犯罪尚未结案的", lambda c: c.crime,
         title="无刑事处罚、无未结案件", evidence=DECLARATION_AND_RECORD),
    bars("detention_or_drugs", "四(二)2(2)", "曾被行政拘留或者有吸毒史的", lambda c: c.detention_or_drugs,
         title="无行政拘留、无吸毒史", evidence=DECLARATION_AND_RECORD),
    bars("bad_credit", "四(二)2(3)", "有较为严重的个人不良信用记录的", lambda c: c.bad_credit,
         title="无较为严重的不良信用", evidence=DECLARATION_AND_CREDIT),
    bars("expelled_or_dismissed", "四(二)2(4)", "曾因违法、违纪被开除或者解聘的", lambda c: c.expelled_or_dismissed,
         title="未因违法违纪被开除或者解聘", evidence=DECLARATION_AND_FILE),
    bars("dismissed_by_bureau", "四(二)2(5)", "曾因违反司法行政机关管理规定被辞退的", lambda c: c.dismissed_by_bureau,
         title="未被司法行政机关辞退", evidence="报名时本人承诺；本平台的解聘登记；考察时原单位意见"),
    bars("otherwise_unfit", "四(二)2(6)", "不适合从事司法协理员工作的其他情形", lambda c: c.otherwise_unfit,
         title="无其他不适合的情形", evidence="报名材料和考察材料；认定时写明具体情形"),
)

INTERNAL: tuple[Rule, ...] = (
    requires("serving", "四(一).对象", "面向本县（区）司法行政系统大专及以上学历的在职专职辅助人员", lambda c: c.serves_county_bureau,
             title="本县（区）在职专职辅助人员", evidence="本县（区）在册名单；单位出具的在职证明"),
    requires("education", "四(一).对象", "大专及以上学历", _college_or_above,
             title="大专及以上学历", evidence=DIPLOMA),
    bars("age", "四(一)1", "年龄满45周岁以上的", _reached_45,
         title="未满45周岁", evidence="居民身份证上的出生日期，对照公告的年龄基准日"),
    bars("trainee", "四(一)2", "属于见习大学生的", lambda c: c.trainee,
         title="不是见习大学生", evidence="本县（区）在册名单"),
    bars("retired_or_on_unpaid_leave", "四(一)3", "任何性质的单位退休、停薪留职人员", lambda c: c.retired_or_on_unpaid_leave,
         title="不是退休、停薪留职人员", evidence="报名时本人承诺；社保缴费记录"),
    bars("insurance_stuck", "四(一)4", "社保关系不能转移接续至用人单位的", lambda c: c.insurance_stuck,
         title="社保关系能够转移接续", evidence="社保经办机构的转移接续意见"),
    bars("party_file_stuck", "四(一)5", "党员党组织关系不能转移至对应党组织的", lambda c: both(c.party_member, c.party_file_stuck),
         title="党员组织关系能够转移", evidence="党员由所在党组织出具转移意见；不是党员的不需要"),
    bars("crime", "四(一)6(1)", "受过刑事处罚或者涉嫌犯罪尚未结案的", lambda c: c.crime,
         title="无刑事处罚、无未结案件", evidence=DECLARATION_AND_RECORD),
    bars("detention_or_drugs", "四(一)6(2)", "曾被行政拘留或者有吸毒史的", lambda c: c.detention_or_drugs,
         title="无行政拘留、无吸毒史", evidence=DECLARATION_AND_RECORD),
    bars("bad_credit", "四(一)6(3)", "有较为严重的个人不良信用记录的", lambda c: c.bad_credit,
         title="无较为严重的不良信用", evidence=DECLARATION_AND_CREDIT),
    bars("sanctioned", "四(一)6(4)", "曾因违规、违纪被组织处理的", lambda c: c.sanctioned,
         title="未因违规违纪被组织处理", evidence="单位和纪检机构意见"),
    bars("otherwise_unfit", "四(一)6(5)", "不适合从事司法协理员工作的其他情形", lambda c: c.otherwise_unfit,
         title="无其他不适合的情形", evidence="报名材料和单位意见；认定时写明具体情形"),
)

PREFERENCE: tuple[Rule, ...] = (
    prefers("legal_qualification", "四(二)1(8)", "通过法律职业资格考试的", lambda c: c.has_legal_qualification,
            title="法律职业资格", evidence="法律职业资格证书，或者原司法考试证书"),
    prefers("law_degree", "四(二)1(8)", "法学及相关专业毕业的", lambda c: c.studied_law,
            title="法学及相关专业", evidence="毕业证书上的专业"),
    prefers("justice_service", "四(二)1(8)", "具有政法相关工作经历的", lambda c: c.served_in_justice,
            title="政法相关工作经历", evidence="原单位出具的工作证明"),
)
# fmt: on


@carries("四(二)1(8)", "同等分数下优先聘用")
def preferred(candidate: Candidate) -> bool | None:
    """Return whether the candidate goes first among equal scores: any one of the three is enough, and the three are not ranked."""
    return either(*(rule.state(candidate) for rule in PREFERENCE))


def preferences_for(key: str) -> tuple[Rule, ...]:
    """Return what comes first among equal scores in a track: 四(二)1 speaks of public recruitment alone."""
    return {"public": PREFERENCE, "internal": ()}[key]


def for_track(key: str) -> tuple[Rule, ...]:
    """Return the conditions and bars of the track `public` or `internal`."""
    return {"public": PUBLIC, "internal": INTERNAL}[key]

"""Who may do what: every power with the roles that hold it and the words that give it to them."""

from dataclasses import dataclass
from enum import StrEnum

from policy.citation import Clause


class Role(StrEnum):
    """What a signed-in person is. A person has one role; where two people must act, two accounts act."""

    CITY = "city"
    COUNTY_CLERK = "county_clerk"
    COUNTY_HEAD = "county_head"
    COUNTY_HR = "county_hr"
    OFFICE = "office"
    DISCIPLINE = "discipline"
    APPLICANT = "applicant"
    ASSISTANT = "assistant"
    OPERATOR = "operator"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name a reader sees."""
        return _ROLE_TITLES[self]


_ROLE_TITLES = {
    Role.CITY: "市司法局",
    Role.COUNTY_CLERK: "县（区）司法局经办人",
    Role.COUNTY_HEAD: "县（区）司法局负责人",
    Role.COUNTY_HR: "县（区）人社局",
    Role.OFFICE: "司法所",
    Role.DISCIPLINE: "纪检机构",
    Role.APPLICANT: "报名人员",
    Role.ASSISTANT: "司法协理员",
    Role.OPERATOR: "系统管理员",
}


class Power(StrEnum):
    """One thing a role may do, or see."""

    ESTABLISHMENT_EDIT = "establishment_edit"
    ESTABLISHMENT_VIEW = "establishment_view"
    PLAN_EDIT = "plan_edit"
    PLAN_COUNTERSIGN = "plan_countersign"
    PLAN_SUBMIT = "plan_submit"
    PLAN_FILE = "plan_file"
    PLAN_VIEW = "plan_view"
    FILING_EDIT = "filing_edit"
    FILING_COUNTERSIGN = "filing_countersign"
    FILING_SUBMIT = "filing_submit"
    FILING_FILE = "filing_file"
    FILING_VIEW = "filing_view"
    DIFFICULTY_KEEP = "difficulty_keep"
    PROGRAMME_SET = "programme_set"
    INTAKE_OPEN = "intake_open"
    ROUND_EDIT = "round_edit"
    OPENING_CONFIRM = "opening_confirm"
    ROUND_SIGN_HEAD = "round_sign_head"
    ROUND_SIGN_HR = "round_sign_hr"
    ROUND_PUBLISH = "round_publish"
    ROUND_VIEW = "round_view"
    APPLY = "apply"
    SCREEN = "screen"
    REVIEW = "review"
    REVIEW_CONFIRM = "review_confirm"
    CORRECTION_OPEN = "correction_open"
    COUNTER_ENTRY = "counter_entry"
    REVOKE = "revoke"
    REVOKE_CONFIRM = "revoke_confirm"
    EXAM_ARRANGE = "exam_arrange"
    ASSESS = "assess"
    SCORE_ENTER = "score_enter"
    SCORE_CONFIRM = "score_confirm"
    SCORE_RELEASE = "score_release"
    RESULT_ENTER = "result_enter"
    RESULT_CONFIRM = "result_confirm"
    NOTICE_PREPARE = "notice_prepare"
    NOTICE_SIGN_HEAD = "notice_sign_head"
    NOTICE_SIGN_HR = "notice_sign_hr"
    OBJECTION_HANDLE = "objection_handle"
    OBJECTION_VIEW = "objection_view"
    CONTRACT_PREPARE = "contract_prepare"
    CONTRACT_SIGN = "contract_sign"
    ROSTER_VIEW = "roster_view"
    ROSTER_EDIT = "roster_edit"
    HEALTH_VIEW = "health_view"
    AUXILIARY_VIEW = "auxiliary_view"
    AUXILIARY_EDIT = "auxiliary_edit"
    SAFEGUARD_VIEW = "safeguard_view"
    SAFEGUARD_EDIT = "safeguard_edit"
    BUDGET_CONFIRM = "budget_confirm"
    PAY_AGREE = "pay_agree"
    LEDGER_VIEW = "ledger_view"
    DUTY_LOG = "duty_log"
    DAILY_RECORD = "daily_record"
    APPRAISAL_VIEW = "appraisal_view"
    APPRAISAL_SELF = "appraisal_self"
    DAILY_VIEW = "daily_view"
    LEAVE_APPROVE = "leave_approve"
    MONTH_REOPEN = "month_reopen"
    APPRAISAL_PREPARE = "appraisal_prepare"
    APPRAISAL_CONFIRM = "appraisal_confirm"
    TRANSFER = "transfer"
    DISCIPLINE_PREPARE = "discipline_prepare"
    DISCIPLINE_CONFIRM = "discipline_confirm"
    RENEWAL_PREPARE = "renewal_prepare"
    RENEWAL_CONFIRM = "renewal_confirm"
    GUIDANCE_PUBLISH = "guidance_publish"
    PERSONAL_DATA_REVEAL = "personal_data_reveal"
    AUDIT_VIEW = "audit_view"
    COUNTIES_MANAGE = "counties_manage"

    @property
    def title(self) -> str:  # type: ignore[override]
        """The name a reader sees on the page 谁能看到什么."""
        return _POWER_TITLES[self]

    @property
    def reads_only(self) -> bool:
        """Whether the power changes nothing."""
        return self in _READING


_POWER_TITLES = {
    Power.ESTABLISHMENT_EDIT: "登记司法所编制情况",
    Power.ESTABLISHMENT_VIEW: "查看司法所编制情况",
    Power.PLAN_EDIT: "填报数额核定表",
    Power.PLAN_COUNTERSIGN: "会签数额核定表",
    Power.PLAN_SUBMIT: "上报数额核定表",
    Power.PLAN_FILE: "审核备案或退回修改",
    Power.PLAN_VIEW: "查看数额核定表",
    Power.FILING_EDIT: "拟写上报材料",
    Power.FILING_COUNTERSIGN: "会签上报材料",
    Power.FILING_SUBMIT: "上报材料",
    Power.FILING_FILE: "审核上报材料，登记省厅备案",
    Power.FILING_VIEW: "查看上报材料和试点进度",
    Power.DIFFICULTY_KEEP: "记录难点堵点",
    Power.PROGRAMME_SET: "安排试点计划的期限",
    Power.INTAKE_OPEN: "开放招聘期",
    Power.ROUND_EDIT: "拟定招聘方案",
    Power.OPENING_CONFIRM: "审定岗位核减、取消和保留",
    Power.ROUND_SIGN_HEAD: "司法局签发招聘公告",
    Power.ROUND_SIGN_HR: "人社局会签招聘公告",
    Power.ROUND_PUBLISH: "发布招聘公告",
    Power.ROUND_VIEW: "查看招聘进展",
    Power.APPLY: "报名",
    Power.SCREEN: "批量资格预审",
    Power.REVIEW: "资格审查",
    Power.REVIEW_CONFIRM: "资格审查复核",
    Power.CORRECTION_OPEN: "为个别报名人开放更正",
    Power.COUNTER_ENTRY: "窗口代填报名",
    Power.REVOKE: "拟定取消资格",
    Power.REVOKE_CONFIRM: "审定取消资格",
    Power.EXAM_ARRANGE: "编排考场和面试",
    Power.ASSESS: "填写选聘考核的司法所意见",
    Power.SCORE_ENTER: "登记成绩",
    Power.SCORE_CONFIRM: "复核成绩",
    Power.SCORE_RELEASE: "核准公布成绩",
    Power.RESULT_ENTER: "登记考察、体检等结果",
    Power.RESULT_CONFIRM: "复核考察、体检等结果",
    Power.NOTICE_PREPARE: "拟定公示",
    Power.NOTICE_SIGN_HEAD: "司法局签发公示",
    Power.NOTICE_SIGN_HR: "人社局会签公示",
    Power.OBJECTION_HANDLE: "受理公示异议",
    Power.OBJECTION_VIEW: "查看考核、表彰收到的公示异议",
    Power.CONTRACT_PREPARE: "拟定聘用合同",
    Power.CONTRACT_SIGN: "签订聘用合同",
    Power.ROSTER_VIEW: "查看司法协理员花名册",
    Power.ROSTER_EDIT: "登记花名册的联系方式、培训和健康检查",
    Power.HEALTH_VIEW: "查看健康检查的具体情况",
    Power.AUXILIARY_VIEW: "查看在册辅助人员",
    Power.AUXILIARY_EDIT: "登记在册辅助人员",
    Power.SAFEGUARD_VIEW: "查看经费和待遇",
    Power.SAFEGUARD_EDIT: "填报经费和待遇",
    Power.BUDGET_CONFIRM: "审定经费预算",
    Power.PAY_AGREE: "会同核定薪酬方案",
    Power.LEDGER_VIEW: "查看数额台账",
    Power.DUTY_LOG: "填写工作日志",
    Power.DAILY_RECORD: "登记平时表现",
    Power.APPRAISAL_VIEW: "查看考核进展和结果",
    Power.APPRAISAL_SELF: "述职、签收考核结果、申请复核",
    Power.DAILY_VIEW: "查看日志、考勤和请假",
    Power.LEAVE_APPROVE: "批准较长的请假",
    Power.MONTH_REOPEN: "重新开放已确认的月份",
    Power.APPRAISAL_PREPARE: "拟定考核结果",
    Power.APPRAISAL_CONFIRM: "审定考核结果",
    Power.TRANSFER: "统一调配",
    Power.DISCIPLINE_PREPARE: "拟定奖惩和解聘",
    Power.DISCIPLINE_CONFIRM: "审定奖惩和解聘",
    Power.RENEWAL_PREPARE: "拟定续聘意见",
    Power.RENEWAL_CONFIRM: "审定续聘",
    Power.GUIDANCE_PUBLISH: "制发管理办法、考核办法样本",
    Power.PERSONAL_DATA_REVEAL: "查看完整身份证号和联系方式",
    Power.AUDIT_VIEW: "查看操作留痕",
    Power.COUNTIES_MANAGE: "维护县（区）、司法所和账号",
}

_READING = frozenset(
    (
        Power.ESTABLISHMENT_VIEW,
        Power.PLAN_VIEW,
        Power.FILING_VIEW,
        Power.ROUND_VIEW,
        Power.ROSTER_VIEW,
        Power.DAILY_VIEW,
        Power.HEALTH_VIEW,
        Power.AUXILIARY_VIEW,
        Power.SAFEGUARD_VIEW,
        Power.LEDGER_VIEW,
        Power.APPRAISAL_VIEW,
        Power.OBJECTION_VIEW,
        Power.AUDIT_VIEW,
        Power.PERSONAL_DATA_REVEAL,
    )
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A power given to roles, by words of the document or, where it is silent, for a reason in plain language."""

    power: Power
    roles: frozenset[Role]
    clause: Clause | None = None
    why: str = ""

    @property
    def words(self) -> str:
        """What the page 谁能看到什么 prints beside the power."""
        return f"{self.clause.ref}：{self.clause.quote}" if self.clause else self.why


def by_document(power: Power, roles: tuple[Role, ...], ref: str, quote: str) -> Grant:
    """A grant that the document's own words give."""
    return Grant(power, frozenset(roles), clause=Clause(ref, quote))


def by_need(power: Power, roles: tuple[Role, ...], why: str) -> Grant:
    """A grant of this platform, where the document says nothing."""
    return Grant(power, frozenset(roles), why=why)


CITY, CLERK, HEAD, HR = (Role.CITY,), (Role.COUNTY_CLERK,), (Role.COUNTY_HEAD,), (Role.COUNTY_HR,)
COUNTY = (Role.COUNTY_CLERK, Role.COUNTY_HEAD, Role.COUNTY_HR)
BUREAU = (Role.COUNTY_CLERK, Role.COUNTY_HEAD)
DISCIPLINE = (Role.DISCIPLINE,)

# fmt: off
GRANTS: tuple[Grant, ...] = (
    # How many: the county determines, the city files.
    by_document(Power.ESTABLISHMENT_EDIT, CLERK, "四.核定", "根据辖区司法所工作任务和现有工作人员情况"),
    by_document(Power.ESTABLISHMENT_VIEW, COUNTY, "四.核定", "根据辖区司法所工作任务和现有工作人员情况"),
    by_document(Power.ESTABLISHMENT_VIEW, CITY, "四.备案", "逐级上报审核备案"),
    by_document(Power.PLAN_EDIT, CLERK, "四.核定", "各县（区）司法局会同人社局根据辖区司法所工作任务和现有工作人员情况"),
    by_document(Power.PLAN_COUNTERSIGN, HR, "四.核定", "会同人社局根据辖区司法所工作任务和现有工作人员情况"),
    by_document(Power.PLAN_SUBMIT, HEAD, "四.备案", "逐级上报"),
    by_document(Power.PLAN_FILE, CITY, "四.备案", "审核备案"),
    by_document(Power.PLAN_VIEW, (*CITY, *COUNTY), "四.备案", "逐级上报审核备案"),
    by_document(Power.LEDGER_VIEW, (*CITY, *COUNTY), "四.备案", "逐级上报审核备案"),

    # Everything else that goes up: the bureau writes, its head sends; 人社局 signs where the document says 会同.
    by_document(Power.FILING_EDIT, CLERK, "五(一)", "各县（区）司法局就司法协理员制度试点工作分别向县（区）委"),
    by_document(Power.FILING_EDIT, CLERK, "五(二)", "各县（区）司法局会同人社局统筹制定招聘计划"),
    by_document(Power.FILING_COUNTERSIGN, HR, "五(二)", "会同人社局统筹制定招聘计划"),
    by_document(Power.FILING_SUBMIT, HEAD, "五(一)", "上报工作方案"),
    by_document(Power.FILING_FILE, CITY, "四.备案", "逐级上报审核备案"),
    by_document(Power.FILING_FILE, CITY, "四(四).指导", "市司法局指导县（区）司法局制定完善司法协理员管理办法、考核办法等"),
    by_document(Power.FILING_VIEW, (*CITY, *COUNTY), "四.备案", "逐级上报审核备案"),
    by_document(Power.FILING_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.DIFFICULTY_KEEP, COUNTY, "六(二)", "及时解决工作中出现的难点、堵点"),
    by_document(Power.PROGRAMME_SET, CITY, "六(二)", "市司法局要强化对司法协理员制度试点主要任务的整体谋划、统筹协调"),

    # The round: the justice bureau and the human resources bureau together.
    by_document(Power.INTAKE_OPEN, CITY, "六(二)", "市司法局要强化对司法协理员制度试点主要任务的整体谋划、统筹协调"),
    by_document(Power.ROUND_EDIT, CLERK, "四(二)3.原则", "各县（区）司法局会同人社局等确定方案"),
    by_document(Power.ROUND_SIGN_HEAD, HEAD, "四.聘用制", "由各县（区）司法局会同人社局统一实行公开招录"),
    by_document(Power.ROUND_SIGN_HEAD, HEAD, "四(一).组织", "各县（区）司法局和人社局统一组织"),
    by_document(Power.ROUND_SIGN_HR, HR, "四.聘用制", "会同人社局统一实行公开招录"),
    by_document(Power.ROUND_SIGN_HR, HR, "四(一).组织", "各县（区）司法局和人社局统一组织"),
    by_document(Power.ROUND_PUBLISH, BUREAU, "六(三)", "做到信息公开，程序公开、结果公开"),
    by_document(Power.ROUND_VIEW, (*CITY, *DISCIPLINE), "六(三)", "自觉接受监督"),
    by_document(Power.ROUND_VIEW, COUNTY, "四.聘用制", "由各县（区）司法局会同人社局统一实行公开招录"),
    by_document(Power.APPLY, (Role.APPLICANT, Role.ASSISTANT), "四(二)3.原则", "司法协理员招聘坚持自愿报名"),

    # The stages: one enters, another confirms.
    by_document(Power.SCREEN, (*CLERK, *HR), "四(一).组织", "各县（区）司法局和人社局统一组织"),
    by_document(Power.SCREEN, (*CLERK, *HR), "四.聘用制", "由各县（区）司法局会同人社局统一实行公开招录"),
    by_document(Power.REVIEW, CLERK, "四(二)3", "资格审查"),
    by_document(Power.REVIEW_CONFIRM, COUNTY, "四(二)3.原则", "公开、公平、公正的原则"),
    by_need(Power.CORRECTION_OPEN, CLERK,
            "文件没有写提交以后怎样更正。经办人可以为个别人开放更正，写明内容、期限和理由，全程留痕，更正后重新经两人审查。"),
    by_need(Power.COUNTER_ENTRY, CLERK,
            "不便上网的人可以到窗口由经办人代填。代填的报名标明代填人，本人在打印的登记表上签字、上传后才算提交。"),
    by_document(Power.OPENING_CONFIRM, HEAD, "四(二)3.原则", "各县（区）司法局会同人社局等确定方案"),
    by_document(Power.REVOKE, CLERK, "六(三)", "各县（区）要严格按照招聘条件、标准，规范开展司法协理员招聘工作"),
    by_document(Power.REVOKE_CONFIRM, HEAD, "六(三)", "坚持公正公平"),
    by_document(Power.EXAM_ARRANGE, CLERK, "四(二)3", "笔试（内容为公共基础知识）、面试"),
    by_document(Power.SCORE_ENTER, CLERK, "四(二)3", "笔试（内容为公共基础知识）、面试"),
    by_document(Power.ASSESS, (Role.OFFICE,), "四(一).程序", "经考核（德、能、勤、绩、廉）"),
    by_document(Power.SCORE_ENTER, CLERK, "四(一).程序", "经考核（德、能、勤、绩、廉）、考试合格"),
    by_document(Power.SCORE_CONFIRM, BUREAU, "四(二)3.原则", "公开、公平、公正的原则"),
    by_document(Power.SCORE_RELEASE, HR, "四.聘用制", "会同人社局统一实行公开招录"),
    by_document(Power.SCORE_RELEASE, HR, "四(一).组织", "各县（区）司法局和人社局统一组织"),
    by_document(Power.RESULT_ENTER, CLERK, "四(二)3", "考察、体检"),
    by_document(Power.RESULT_CONFIRM, BUREAU, "六(三)", "坚持公正公平"),
    by_document(Power.NOTICE_PREPARE, CLERK, "六(三)", "结果公开"),
    by_document(Power.NOTICE_SIGN_HEAD, HEAD, "六(三)", "结果公开"),
    by_document(Power.NOTICE_SIGN_HR, HR, "四.聘用制", "会同人社局统一实行公开招录"),
    by_document(Power.OBJECTION_HANDLE, BUREAU, "六(三)", "自觉接受监督"),
    by_document(Power.CONTRACT_PREPARE, CLERK, "四(二)3", "签订合同"),
    by_document(Power.CONTRACT_SIGN, HEAD, "四.聘用制", "司法协理员实行聘用制"),

    # In service: the office day by day, the bureau for appraisal, reward, transfer and the end of a contract.
    by_document(Power.ROSTER_VIEW, (*CITY, *COUNTY), "四(一).组织", "纳入司法协理员管理体系"),
    by_document(Power.ROSTER_VIEW, (Role.OFFICE,), "四(四).日常", "谁使用、谁管理、谁负责"),
    by_document(Power.ROSTER_EDIT, CLERK, "四(四).考核", "对司法协理员实行统一调配、统一管理、统一考核"),
    by_document(Power.HEALTH_VIEW, BUREAU, "四(三).经费", "组织健康检查"),
    by_document(Power.AUXILIARY_VIEW, (*CITY, *COUNTY), "四(一).对象", "面向本县（区）司法行政系统大专及以上学历的在职专职辅助人员"),
    by_document(Power.AUXILIARY_EDIT, CLERK, "四(一).对象", "面向本县（区）司法行政系统大专及以上学历的在职专职辅助人员"),
    by_document(Power.DUTY_LOG, (Role.ASSISTANT,), "三.岗位", "协助履行以下工作职责"),
    by_document(Power.DAILY_RECORD, (Role.OFFICE,), "四(四).日常", "司法所具体负责司法协理员日常管理工作"),
    by_document(Power.APPRAISAL_VIEW, BUREAU, "四(四).考核", "县（区）司法局负责司法协理员的考核奖惩工作"),
    by_document(Power.APPRAISAL_VIEW, CITY, "四(四).指导", "市司法局指导县（区）司法局制定完善司法协理员管理办法、考核办法等"),
    by_document(Power.APPRAISAL_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.OBJECTION_VIEW, (*CITY, *BUREAU, *DISCIPLINE), "六(三)", "自觉接受监督"),
    by_document(Power.APPRAISAL_SELF, (Role.ASSISTANT,), "四(四).考核", "对司法协理员实行统一调配、统一管理、统一考核"),
    by_document(Power.DAILY_VIEW, (Role.OFFICE,), "四(四).日常", "谁使用、谁管理、谁负责"),
    by_document(Power.DAILY_VIEW, BUREAU, "四(四).考核", "对司法协理员实行统一调配、统一管理、统一考核"),
    by_document(Power.DAILY_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.MONTH_REOPEN, HEAD, "四(四).考核", "对司法协理员实行统一调配、统一管理、统一考核"),
    by_need(Power.LEAVE_APPROVE, HEAD,
            "文件没有写请假由谁批准。短假由司法所所长批准，较长的再由县（区）司法局负责人批准，天数由各县（区）确定。"),
    by_document(Power.APPRAISAL_PREPARE, CLERK, "四(四).考核", "县（区）司法局负责司法协理员的考核奖惩工作"),
    by_document(Power.APPRAISAL_CONFIRM, HEAD, "四(四).考核", "县（区）司法局负责司法协理员的考核奖惩工作"),
    by_document(Power.TRANSFER, BUREAU, "四(四).考核", "对司法协理员实行统一调配、统一管理、统一考核"),
    by_document(Power.DISCIPLINE_PREPARE, CLERK, "四(四).奖惩", "根据平时表现和考核情况实施奖惩"),
    by_document(Power.DISCIPLINE_PREPARE, CLERK, "四(四).表彰", "参照有关规定予以表彰奖励"),
    by_document(Power.DISCIPLINE_CONFIRM, HEAD, "四(四).表彰", "参照有关规定予以表彰奖励"),
    by_document(Power.DISCIPLINE_CONFIRM, HEAD, "四(四).解聘", "县（区）司法局应当予以解聘"),
    by_document(Power.RENEWAL_PREPARE, CLERK, "四(四).续聘", "根据工作需要和综合工作表现确定是否续聘或解聘"),
    by_document(Power.RENEWAL_CONFIRM, HEAD, "四(四).续聘", "根据工作需要和综合工作表现确定是否续聘或解聘"),
    by_document(Power.GUIDANCE_PUBLISH, CITY, "四(四).指导", "市司法局指导县（区）司法局制定完善司法协理员管理办法、考核办法等"),

    # What the post is given: money in the budget, pay that both bureaus determine.
    by_document(Power.SAFEGUARD_EDIT, CLERK, "四(三).待遇", "由县（区）司法局会同人社局结合司法协理员相应的工作岗位等情况核定"),
    by_document(Power.PAY_AGREE, HR, "四(三).待遇", "由县（区）司法局会同人社局结合司法协理员相应的工作岗位等情况核定"),
    by_document(Power.BUDGET_CONFIRM, HEAD, "四(三).经费", "将司法协理员队伍建设所需经费列入财政预算，实现全额保障"),
    by_document(Power.SAFEGUARD_VIEW, COUNTY, "四(三).待遇", "由县（区）司法局会同人社局结合司法协理员相应的工作岗位等情况核定"),
    by_document(Power.SAFEGUARD_VIEW, CITY, "六(二)", "市司法局要强化对司法协理员制度试点主要任务的整体谋划、统筹协调"),

    # Supervision, and what keeps the platform running.
    by_document(Power.ESTABLISHMENT_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.PLAN_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.LEDGER_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.ROSTER_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.AUXILIARY_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.SAFEGUARD_VIEW, DISCIPLINE, "六(三)", "自觉接受监督"),
    by_document(Power.AUDIT_VIEW, (*CITY, *HEAD, *DISCIPLINE), "六(三)", "自觉接受监督"),
    by_need(Power.PERSONAL_DATA_REVEAL, BUREAU, "核对身份、通知本人时才需要看完整号码，每看一次都留痕；其他人只看到首尾几位。"),
    by_need(Power.COUNTIES_MANAGE, (Role.OPERATOR,),
            "文件没有写系统由谁维护。系统管理员只管县（区）、司法所和账号，看不到报名材料，也不办理招聘。"),
)
# fmt: on


def may(role: Role | str, power: Power) -> bool:
    """Return whether the role holds the power. In whose county, and on whose case, is asked elsewhere."""
    return any(grant.power is power and role in grant.roles for grant in GRANTS)

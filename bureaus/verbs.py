"""What each act is called where people read the audit trail."""

VERBS: dict[str, str] = {
    "open_account": "开立账号",
    "change_account": "变更账号",
    "change_password": "修改密码",
    "renew_password": "重发初始密码",
    "drop_second_factor": "解除第二因素",
    "enter_county": "登记县（区）",
    "enter_office": "登记司法所",
    "import_calendar": "导入工作日历",
    "retry": "重试待办工作",
}

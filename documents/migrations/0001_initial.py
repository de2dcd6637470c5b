"""Files and papers: every table with its constraints."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations import CreateModel

import bureaus.sealing
import documents.models
import documents.storage
from bureaus.together import Together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bureaus", "0001_initial"),
    ]

    operations = [
        Together(
            CreateModel(
                name="StoredFile",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    (
                        "content",
                        models.FileField(
                            storage=documents.storage.SealedStorage(), upload_to=documents.storage.random_name, verbose_name="文件"
                        ),
                    ),
                    ("media_type", models.CharField(max_length=80, verbose_name="类型")),
                    ("size", models.PositiveIntegerField(verbose_name="字节数")),
                    ("sha256", models.CharField(max_length=64, verbose_name="校验值")),
                    ("called", models.CharField(max_length=120, verbose_name="原文件名")),
                    (
                        "uploaded_by",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="上传人",
                        ),
                    ),
                    ("uploaded_at", models.DateTimeField(verbose_name="上传时间")),
                ],
                options={
                    "verbose_name": "文件",
                    "verbose_name_plural": "文件",
                },
            ),
            CreateModel(
                name="OfficialPaper",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("kind", models.CharField(max_length=40, verbose_name="种类")),
                    ("about", models.CharField(max_length=100, verbose_name="事项")),
                    ("title", models.CharField(max_length=120, verbose_name="标题")),
                    ("paper_number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                    (
                        "county",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="bureaus.county",
                            verbose_name="县（区）",
                        ),
                    ),
                    (
                        "person",
                        models.ForeignKey(
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                            verbose_name="本人",
                        ),
                    ),
                    ("is_public", models.BooleanField(verbose_name="公开")),
                    ("source", bureaus.sealing.SealedTextField(verbose_name="版式原文")),
                    (
                        "pictures",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.BigIntegerField(), default=list, size=None, verbose_name="所用照片"
                        ),
                    ),
                    (
                        "code",
                        models.CharField(default=documents.models.verification_code, max_length=16, unique=True, verbose_name="核验码"),
                    ),
                    ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                    ("rendered_at", models.DateTimeField(null=True, verbose_name="制成时间")),
                    (
                        "pdf",
                        models.FileField(
                            blank=True,
                            storage=documents.storage.SealedStorage(),
                            upload_to=documents.storage.random_name,
                            verbose_name="PDF",
                        ),
                    ),
                    ("sha256", models.CharField(blank=True, max_length=64, verbose_name="校验值")),
                ],
                options={
                    "verbose_name": "公文",
                    "verbose_name_plural": "公文",
                    "constraints": [
                        models.UniqueConstraint(fields=("kind", "about"), name="one_paper_per_matter"),
                        models.CheckConstraint(
                            condition=models.Q(("rendered_at", None), models.Q(("sha256", ""), _negated=True), _connector="OR"),
                            name="rendered_paper_has_its_digest",
                            violation_error_message="公文缺少校验值。",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("is_public", False), ("person", None), _connector="OR"),
                            name="public_paper_is_nobodys_own",
                            violation_error_message="个人的公文不能公开。",
                        ),
                    ],
                },
            ),
        ),
    ]

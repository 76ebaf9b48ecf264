"""The first schema"""
# ruff: noqa: E501

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('attendance_status',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('letter_en', sa.String(), nullable=False),
    sa.Column('letter_ms', sa.String(), nullable=False),
    sa.Column('label_en', sa.String(), nullable=False),
    sa.Column('label_ms', sa.String(), nullable=False),
    sa.Column('meaning', sa.String(), nullable=False),
    sa.Column('fraction', sa.Integer(), nullable=False),
    sa.Column('look', sa.String(), nullable=False),
    sa.Column('policy_key', sa.String(), nullable=False),
    sa.Column('needs_reason', sa.Boolean(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_status')),
    sa.UniqueConstraint('code', name=op.f('uq_attendance_status_code')),
    sqlite_autoincrement=True
    )
    op.create_table('centre',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('name_ms', sa.String(), nullable=False),
    sa.Column('short_name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('address_1', sa.String(), nullable=False),
    sa.Column('address_2', sa.String(), nullable=False),
    sa.Column('address_3', sa.String(), nullable=False),
    sa.Column('postcode', sa.String(), nullable=False),
    sa.Column('city', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('phone', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('web', sa.String(), nullable=False),
    sa.Column('logo', sa.LargeBinary(), nullable=True),
    sa.Column('verify_url', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('identity_on_certificate', sa.String(), nullable=False),
    sa.Column('certificate_design', sa.String(), nullable=False),
    sa.Column('certificate_language', sa.String(), nullable=False),
    sa.Column('sign_in_required', sa.Boolean(), nullable=False),
    sa.Column('idle_minutes', sa.Integer(), nullable=False),
    sa.Column('backup_folder', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_centre')),
    sqlite_autoincrement=True
    )
    op.create_table('certificate_picture',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_picture')),
    sa.UniqueConstraint('digest', name=op.f('uq_certificate_picture_digest')),
    sqlite_autoincrement=True
    )
    op.create_table('counter',
    sa.Column('scope', sa.String(), nullable=False),
    sa.Column('next', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('scope', name=op.f('pk_counter'))
    )
    op.create_table('export_log',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_hash', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_export_log')),
    sqlite_autoincrement=True
    )
    op.create_table('history_entry',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=False),
    sa.Column('user_name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('command', sa.String(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('previous', sa.String(length=64), nullable=False),
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_history_entry'))
    )
    op.create_index(op.f('ix_history_entry_at'), 'history_entry', ['at'], unique=False)
    op.create_table('history_row',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('entry', sa.Integer(), nullable=False),
    sa.Column('table_name', sa.String(), nullable=False),
    sa.Column('row_id', sa.Integer(), nullable=False),
    sa.Column('before', sa.Text(), nullable=False),
    sa.Column('after', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_history_row'))
    )
    op.create_index(op.f('ix_history_row_entry'), 'history_row', ['entry'], unique=False)
    op.create_index('ix_history_row_subject', 'history_row', ['table_name', 'row_id'], unique=False)
    op.create_table('holiday',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_holiday')),
    sa.UniqueConstraint('day', name=op.f('uq_holiday_day')),
    sqlite_autoincrement=True
    )
    op.create_table('import_batch',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_hash', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=True),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('left_out', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import_batch')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_import_batch_file_hash'), 'import_batch', ['file_hash'], unique=False)
    op.create_table('organisation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('name_key', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('sector', sa.String(), nullable=False),
    sa.Column('ssm_no', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation')),
    sa.UniqueConstraint('name_key', name=op.f('uq_organisation_name_key')),
    sqlite_autoincrement=True
    )
    op.create_table('programme',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('name_ms', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('partner', sa.String(), nullable=False),
    sa.Column('technology', sa.String(), nullable=False),
    sa.Column('period_from', sa.Date(), nullable=True),
    sa.Column('period_to', sa.Date(), nullable=True),
    sa.Column('description', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
    sa.UniqueConstraint('code', name=op.f('uq_programme_code')),
    sqlite_autoincrement=True
    )
    op.create_table('series',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('pattern', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_series')),
    sa.UniqueConstraint('code', name=op.f('uq_series_code')),
    sqlite_autoincrement=True
    )
    op.create_table('setting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('value', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_setting')),
    sa.UniqueConstraint('key', name=op.f('uq_setting_key')),
    sqlite_autoincrement=True
    )
    op.create_table('signatory',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('post_ms', sa.String(), nullable=False),
    sa.Column('post_en', sa.String(), nullable=False),
    sa.Column('organisation', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('image', sa.LargeBinary(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatory')),
    sqlite_autoincrement=True
    )
    op.create_table('user_account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('roles', sa.String(), nullable=False),
    sa.Column('password_hash', sa.String(), nullable=False),
    sa.Column('recovery_hash', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('blocked_until', sa.DateTime(), nullable=True),
    sa.Column('last_sign_in', sa.DateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_user_account')),
    sa.UniqueConstraint('login', name=op.f('uq_user_account_login')),
    sqlite_autoincrement=True
    )
    op.create_table('weekend_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('days', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_weekend_rule')),
    sa.UniqueConstraint('valid_from', name=op.f('uq_weekend_rule_valid_from')),
    sqlite_autoincrement=True
    )
    op.create_table('course',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('programme_id', sa.Integer(), nullable=True),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('edition', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_ms', sa.String(), nullable=False),
    sa.Column('title_en', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('hours_theory', sa.Integer(), nullable=False),
    sa.Column('hours_practical', sa.Integer(), nullable=False),
    sa.Column('threshold', sa.Integer(), nullable=False),
    sa.Column('certificate_kind', sa.String(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_course_programme_id_programme'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course')),
    sa.UniqueConstraint('code', 'edition', name=op.f('uq_course_code_edition')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_course_programme_id'), 'course', ['programme_id'], unique=False)
    op.create_table('trainee',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('full_name', sa.String(), nullable=False),
    sa.Column('match_key', sa.String(), nullable=False),
    sa.Column('sort_key', sa.String(), nullable=False),
    sa.Column('search', sa.String(), nullable=False),
    sa.Column('certificate_name', sa.String(), nullable=False),
    sa.Column('certificate_name_by', sa.String(), nullable=False),
    sa.Column('certificate_name_at', sa.DateTime(), nullable=True),
    sa.Column('other_script', sa.String(), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('gender', sa.String(), nullable=False),
    sa.Column('citizenship', sa.String(), nullable=False),
    sa.Column('nationality', sa.String(), nullable=False),
    sa.Column('phone_mobile', sa.String(), nullable=False),
    sa.Column('phone_other', sa.String(), nullable=False),
    sa.Column('email', sa.String(), nullable=False),
    sa.Column('address_1', sa.String(), nullable=False),
    sa.Column('address_2', sa.String(), nullable=False),
    sa.Column('address_3', sa.String(), nullable=False),
    sa.Column('postcode', sa.String(), nullable=False),
    sa.Column('city', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('education', sa.String(), nullable=False),
    sa.Column('ethnicity', sa.String(), nullable=False),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('sector', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('position', sa.String(), nullable=False),
    sa.Column('notes', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('merged_into_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['merged_into_id'], ['trainee.id'], name=op.f('fk_trainee_merged_into_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_trainee_organisation_id_organisation'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trainee')),
    sa.UniqueConstraint('number', name=op.f('uq_trainee_number')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_trainee_email'), 'trainee', ['email'], unique=False)
    op.create_index('ix_trainee_match', 'trainee', ['match_key', 'birth_date'], unique=False)
    op.create_index(op.f('ix_trainee_merged_into_id'), 'trainee', ['merged_into_id'], unique=False)
    op.create_index(op.f('ix_trainee_organisation_id'), 'trainee', ['organisation_id'], unique=False)
    op.create_index('ix_trainee_sort', 'trainee', ['sort_key', 'id'], unique=False)
    op.create_table('cohort',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('starts', sa.Date(), nullable=False),
    sa.Column('ends', sa.Date(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=True),
    sa.Column('venue', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('funding', sa.String(), nullable=False),
    sa.Column('organiser', sa.String(), nullable=False),
    sa.Column('partner', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('policy', sa.String(), nullable=False),
    sa.Column('policy_frozen_at', sa.DateTime(), nullable=True),
    sa.Column('notes', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_cohort_course_id_course'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort')),
    sa.UniqueConstraint('code', name=op.f('uq_cohort_code')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_cohort_course_id'), 'cohort', ['course_id'], unique=False)
    op.create_index(op.f('ix_cohort_starts'), 'cohort', ['starts'], unique=False)
    op.create_table('component',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_ms', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('scale', sa.String(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('max_mark', sa.Integer(), nullable=False),
    sa.Column('pass_mark', sa.Integer(), nullable=True),
    sa.Column('must_pass', sa.Boolean(), nullable=False),
    sa.Column('max_attempts', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_component_course_id_course'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_component')),
    sa.UniqueConstraint('course_id', 'code', name=op.f('uq_component_course_id_code')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_component_course_id'), 'component', ['course_id'], unique=False)
    op.create_table('grade_band',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('floor', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_ms', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_grade_band_course_id_course'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_grade_band')),
    sa.UniqueConstraint('course_id', 'floor', name=op.f('uq_grade_band_course_id_floor')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_grade_band_course_id'), 'grade_band', ['course_id'], unique=False)
    op.create_table('identity',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('trainee_id', sa.Integer(), nullable=False),
    sa.Column('type', sa.String(), nullable=False),
    sa.Column('type_group', sa.String(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('country', sa.String(), nullable=False),
    sa.Column('expiry', sa.Date(), nullable=True),
    sa.Column('is_current', sa.Boolean(), nullable=False),
    sa.Column('checked_by', sa.String(), nullable=False),
    sa.Column('checked_at', sa.DateTime(), nullable=True),
    sa.Column('override_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['trainee_id'], ['trainee.id'], name=op.f('fk_identity_trainee_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identity')),
    sa.UniqueConstraint('type_group', 'number', 'country', name=op.f('uq_identity_type_group_number_country')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_identity_trainee_id'), 'identity', ['trainee_id'], unique=False)
    op.create_table('name_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('trainee_id', sa.Integer(), nullable=False),
    sa.Column('old_name', sa.String(), nullable=False),
    sa.Column('new_name', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['trainee_id'], ['trainee.id'], name=op.f('fk_name_change_trainee_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_name_change')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_name_change_trainee_id'), 'name_change', ['trainee_id'], unique=False)
    op.create_table('trainee_title',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('trainee_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('from_date', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['trainee_id'], ['trainee.id'], name=op.f('fk_trainee_title_trainee_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trainee_title')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_trainee_title_trainee_id'), 'trainee_title', ['trainee_id'], unique=False)
    op.create_table('class_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('part', sa.String(), nullable=False),
    sa.Column('starts_at', sa.String(), nullable=False),
    sa.Column('ends_at', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('mode', sa.String(), nullable=False),
    sa.Column('venue', sa.String(), nullable=False),
    sa.Column('topic', sa.String(), nullable=False),
    sa.Column('hours', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('replaces_id', sa.Integer(), nullable=True),
    sa.Column('taken_by', sa.String(), nullable=False),
    sa.Column('taken_at', sa.DateTime(), nullable=True),
    sa.Column('closed_by', sa.String(), nullable=False),
    sa.Column('closed_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_class_session_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['replaces_id'], ['class_session.id'], name=op.f('fk_class_session_replaces_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_class_session')),
    sa.UniqueConstraint('cohort_id', 'day', 'part', 'starts_at', name=op.f('uq_class_session_cohort_id_day_part_starts_at')),
    sqlite_autoincrement=True
    )
    op.create_index('ix_class_session_day', 'class_session', ['day'], unique=False)
    op.create_index(op.f('ix_class_session_replaces_id'), 'class_session', ['replaces_id'], unique=False)
    op.create_table('cohort_instructor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_cohort_instructor_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_cohort_instructor_user_id_user_account'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cohort_instructor')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_cohort_instructor_cohort_id'), 'cohort_instructor', ['cohort_id'], unique=False)
    op.create_index(op.f('ix_cohort_instructor_user_id'), 'cohort_instructor', ['user_id'], unique=False)
    op.create_table('enrolment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('trainee_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('joined_on', sa.Date(), nullable=False),
    sa.Column('left_on', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('organisation_id', sa.Integer(), nullable=True),
    sa.Column('category', sa.String(), nullable=False),
    sa.Column('sector', sa.String(), nullable=False),
    sa.Column('position', sa.String(), nullable=False),
    sa.Column('replaced_by_id', sa.Integer(), nullable=True),
    sa.Column('moved_to_id', sa.Integer(), nullable=True),
    sa.Column('import_batch_id', sa.Integer(), nullable=True),
    sa.Column('stage_order', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_enrolment_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['moved_to_id'], ['enrolment.id'], name=op.f('fk_enrolment_moved_to_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisation.id'], name=op.f('fk_enrolment_organisation_id_organisation'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['replaced_by_id'], ['enrolment.id'], name=op.f('fk_enrolment_replaced_by_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['trainee_id'], ['trainee.id'], name=op.f('fk_enrolment_trainee_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
    sa.UniqueConstraint('cohort_id', 'trainee_id', name=op.f('uq_enrolment_cohort_id_trainee_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_enrolment_moved_to_id'), 'enrolment', ['moved_to_id'], unique=False)
    op.create_index(op.f('ix_enrolment_organisation_id'), 'enrolment', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_enrolment_replaced_by_id'), 'enrolment', ['replaced_by_id'], unique=False)
    op.create_index(op.f('ix_enrolment_trainee_id'), 'enrolment', ['trainee_id'], unique=False)
    op.create_table('requirement',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('component_id', sa.Integer(), nullable=True),
    sa.Column('limit', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['component_id'], ['component.id'], name=op.f('fk_requirement_component_id_component'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_requirement_course_id_course'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_requirement_component_id'), 'requirement', ['component_id'], unique=False)
    op.create_index(op.f('ix_requirement_course_id'), 'requirement', ['course_id'], unique=False)
    op.create_table('attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('component_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('mark', sa.Integer(), nullable=True),
    sa.Column('competency', sa.String(), nullable=False),
    sa.Column('on_date', sa.Date(), nullable=True),
    sa.Column('remark', sa.String(), nullable=False),
    sa.Column('entered_by', sa.String(), nullable=False),
    sa.Column('entered_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['component_id'], ['component.id'], name=op.f('fk_attempt_component_id_component'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_attempt_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('enrolment_id', 'component_id', 'number', name=op.f('uq_attempt_enrolment_id_component_id_number')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_attempt_component_id'), 'attempt', ['component_id'], unique=False)
    op.create_table('certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('series_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('design', sa.String(), nullable=False),
    sa.Column('facts', sa.String(), nullable=False),
    sa.Column('search', sa.String(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('issued_on', sa.Date(), nullable=False),
    sa.Column('issued_at', sa.DateTime(), nullable=False),
    sa.Column('issued_by', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('prints', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_certificate_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['series_id'], ['series.id'], name=op.f('fk_certificate_series_id_series'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate')),
    sa.UniqueConstraint('code', name=op.f('uq_certificate_code')),
    sa.UniqueConstraint('number', name=op.f('uq_certificate_number')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_certificate_issued_on'), 'certificate', ['issued_on'], unique=False)
    op.create_index(op.f('ix_certificate_series_id'), 'certificate', ['series_id'], unique=False)
    op.create_index('uq_certificate_live', 'certificate', ['enrolment_id', 'kind'], unique=True, sqlite_where=sa.text("state <> 'void'"), postgresql_where=sa.text("state <> 'void'"))
    op.create_table('decision',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('figures', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_decision_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision')),
    sa.UniqueConstraint('enrolment_id', name=op.f('uq_decision_enrolment_id')),
    sqlite_autoincrement=True
    )
    op.create_table('mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('meaning', sa.String(), nullable=False),
    sa.Column('fraction', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('marked_by', sa.String(), nullable=False),
    sa.Column('marked_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_mark_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_mark_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['status'], ['attendance_status.code'], name=op.f('fk_mark_status_attendance_status'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark')),
    sa.UniqueConstraint('enrolment_id', 'session_id', name=op.f('uq_mark_enrolment_id_session_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_mark_session_id'), 'mark', ['session_id'], unique=False)
    op.create_table('requirement_override',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('requirement_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_requirement_override_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['requirement_id'], ['requirement.id'], name=op.f('fk_requirement_override_requirement_id_requirement'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_requirement_override')),
    sa.UniqueConstraint('enrolment_id', 'requirement_id', name=op.f('uq_requirement_override_enrolment_id_requirement_id')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_requirement_override_requirement_id'), 'requirement_override', ['requirement_id'], unique=False)
    op.create_table('certificate_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('print_no', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_certificate_event_certificate_id_certificate'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_certificate_event')),
    sqlite_autoincrement=True
    )
    op.create_index(op.f('ix_certificate_event_certificate_id'), 'certificate_event', ['certificate_id'], unique=False)

    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


SQLITE = (
    'CREATE VIRTUAL TABLE trainee_search USING fts5(search, content=\'trainee\', content_rowid=\'id\', prefix=\'1 2 3\', tokenize="unicode61 remove_diacritics 0 categories \'L* N* Co Mn Mc\'")',
    "CREATE VIRTUAL TABLE trainee_search_inner USING fts5(search, content='trainee', content_rowid='id', tokenize='trigram')",
    'CREATE TABLE trainee_search_stale (id INTEGER PRIMARY KEY, before TEXT)',
    'CREATE TRIGGER trainee_search_in AFTER INSERT ON trainee BEGIN INSERT INTO trainee_search_stale (id, before) VALUES (new.id, NULL) ON CONFLICT DO NOTHING; END',
    'CREATE TRIGGER trainee_search_out AFTER DELETE ON trainee BEGIN INSERT INTO trainee_search_stale (id, before) VALUES (old.id, old.search) ON CONFLICT DO NOTHING; END',
    'CREATE TRIGGER trainee_search_change AFTER UPDATE OF search ON trainee WHEN old.search IS NOT new.search BEGIN INSERT INTO trainee_search_stale (id, before) VALUES (old.id, old.search) ON CONFLICT DO NOTHING; END',
)
POSTGRESQL = (
    'DO $$ BEGIN CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE INDEX trainee_search_inner ON trainee USING gin (search gin_trgm_ops); EXCEPTION WHEN OTHERS THEN NULL; END $$',
)

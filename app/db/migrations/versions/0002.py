"""Attendance and results in full"""
# ruff: noqa: E501

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('evidence_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence_file')),
    sa.UniqueConstraint('hash', name=op.f('uq_evidence_file_hash')),
    sqlite_autoincrement=True
    )
    op.create_table('exam',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('provider', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('level', sa.String(), nullable=False),
    sa.Column('max_score', sa.Integer(), nullable=False),
    sa.Column('pass_score', sa.Integer(), nullable=False),
    sa.Column('valid_months', sa.Integer(), nullable=True),
    sa.Column('paper_group', sa.String(), nullable=False),
    sa.Column('window_months', sa.Integer(), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exam')),
    sa.UniqueConstraint('code', name=op.f('uq_exam_code')),
    sqlite_autoincrement=True
    )
    op.create_table('letter_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_text')),
    sa.UniqueConstraint('kind', 'language', name=op.f('uq_letter_text_kind_language')),
    sqlite_autoincrement=True
    )
    op.create_table('course_unit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('course_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_ms', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['course_id'], ['course.id'], name=op.f('fk_course_unit_course_id_course'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_course_unit')),
    sa.UniqueConstraint('course_id', 'code', name=op.f('uq_course_unit_course_id_code')),
    sqlite_autoincrement=True
    )
    op.create_table('known_name',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('folded', sa.String(), nullable=False),
    sa.Column('shown', sa.String(), nullable=False),
    sa.Column('trainee_id', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['trainee_id'], ['trainee.id'], name=op.f('fk_known_name_trainee_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_known_name')),
    sa.UniqueConstraint('folded', 'trainee_id', name=op.f('uq_known_name_folded_trainee_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('known_name', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_known_name_trainee_id'), ['trainee_id'], unique=False)

    op.create_table('capstone_criterion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('title_ms', sa.String(), nullable=False),
    sa.Column('max_score', sa.Integer(), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_capstone_criterion_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_capstone_criterion')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('capstone_criterion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_capstone_criterion_cohort_id'), ['cohort_id'], unique=False)

    op.create_table('packet',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('instructor', sa.String(), nullable=False),
    sa.Column('base', sa.String(), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('returned_by', sa.String(), nullable=False),
    sa.Column('returned_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_packet_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_packet')),
    sa.UniqueConstraint('uid', name=op.f('uq_packet_uid')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('packet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_packet_cohort_id'), ['cohort_id'], unique=False)

    op.create_table('assessor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('component_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_assessor_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['component_id'], ['component.id'], name=op.f('fk_assessor_component_id_component'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_assessor_user_id_user_account'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_assessor')),
    sa.UniqueConstraint('cohort_id', 'component_id', 'name', name=op.f('uq_assessor_cohort_id_component_id_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('assessor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_assessor_component_id'), ['component_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_assessor_user_id'), ['user_id'], unique=False)

    op.create_table('attendance_credit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('attended', sa.Integer(), nullable=False),
    sa.Column('counted', sa.Integer(), nullable=False),
    sa.Column('attended_minutes', sa.Integer(), nullable=False),
    sa.Column('counted_minutes', sa.Integer(), nullable=False),
    sa.Column('from_enrolment_id', sa.Integer(), nullable=True),
    sa.Column('from_session_id', sa.Integer(), nullable=True),
    sa.Column('on_day', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('given_by', sa.String(), nullable=False),
    sa.Column('given_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_attendance_credit_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['from_enrolment_id'], ['enrolment.id'], name=op.f('fk_attendance_credit_from_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['from_session_id'], ['class_session.id'], name=op.f('fk_attendance_credit_from_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_attendance_credit_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_credit')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('attendance_credit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_credit_enrolment_id'), ['enrolment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_credit_from_enrolment_id'), ['from_enrolment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_credit_from_session_id'), ['from_session_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_credit_session_id'), ['session_id'], unique=False)

    op.create_table('attendance_file',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_hash', sa.String(), nullable=False),
    sa.Column('marks', sa.Integer(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_attendance_file_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_attendance_file_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attendance_file')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('attendance_file', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attendance_file_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_file_file_hash'), ['file_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_attendance_file_session_id'), ['session_id'], unique=False)

    op.create_table('capstone',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('component_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('supervisor', sa.String(), nullable=False),
    sa.Column('presented_on', sa.Date(), nullable=True),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('award', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_capstone_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['component_id'], ['component.id'], name=op.f('fk_capstone_component_id_component'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_capstone')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('capstone', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_capstone_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_capstone_component_id'), ['component_id'], unique=False)

    op.create_table('door_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('seen_at', sa.DateTime(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=True),
    sa.Column('settled_by', sa.String(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_door_code_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_door_code_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_door_code')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('door_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_door_code_enrolment_id'), ['enrolment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_door_code_session_id'), ['session_id'], unique=False)

    op.create_table('leave_record',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('part', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('document', sa.String(), nullable=False),
    sa.Column('issuer', sa.String(), nullable=False),
    sa.Column('file_id', sa.Integer(), nullable=True),
    sa.Column('noted_by', sa.String(), nullable=False),
    sa.Column('noted_at', sa.DateTime(), nullable=False),
    sa.Column('decided_by', sa.String(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decision', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_leave_record_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['file_id'], ['evidence_file.id'], name=op.f('fk_leave_record_file_id_evidence_file'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_leave_record')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('leave_record', schema=None) as batch_op:
        batch_op.create_index('ix_leave_record_days', ['first_day', 'last_day'], unique=False)
        batch_op.create_index(batch_op.f('ix_leave_record_enrolment_id'), ['enrolment_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_leave_record_file_id'), ['file_id'], unique=False)

    op.create_table('mark_request',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('old_status', sa.String(), nullable=False),
    sa.Column('new_status', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('evidence', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('asked_by', sa.String(), nullable=False),
    sa.Column('asked_at', sa.DateTime(), nullable=False),
    sa.Column('decided_by', sa.String(), nullable=False),
    sa.Column('decided_at', sa.DateTime(), nullable=True),
    sa.Column('decision', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_mark_request_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_mark_request_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mark_request')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('mark_request', schema=None) as batch_op:
        batch_op.create_index('ix_mark_request_cell', ['enrolment_id', 'session_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mark_request_session_id'), ['session_id'], unique=False)

    op.create_table('session_instructor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_session_instructor_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['user_id'], ['user_account.id'], name=op.f('fk_session_instructor_user_id_user_account'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_session_instructor')),
    sa.UniqueConstraint('session_id', 'name', name=op.f('uq_session_instructor_session_id_name')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('session_instructor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_session_instructor_user_id'), ['user_id'], unique=False)

    op.create_table('walk_in',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cohort_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('contact', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=True),
    sa.Column('noted_by', sa.String(), nullable=False),
    sa.Column('noted_at', sa.DateTime(), nullable=False),
    sa.Column('settled_by', sa.String(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['cohort_id'], ['cohort.id'], name=op.f('fk_walk_in_cohort_id_cohort'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_walk_in_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_walk_in')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('walk_in', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_walk_in_cohort_id'), ['cohort_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_walk_in_enrolment_id'), ['enrolment_id'], unique=False)

    op.create_table('appeal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('grounds', sa.String(), nullable=False),
    sa.Column('fee', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('panel', sa.String(), nullable=False),
    sa.Column('decision', sa.String(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=True),
    sa.Column('decided_by', sa.String(), nullable=False),
    sa.Column('noted_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_appeal_attempt_id_attempt'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appeal')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_attempt_id'), ['attempt_id'], unique=False)

    op.create_table('capstone_member',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('capstone_id', sa.Integer(), nullable=False),
    sa.Column('enrolment_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['capstone_id'], ['capstone.id'], name=op.f('fk_capstone_member_capstone_id_capstone'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_capstone_member_enrolment_id_enrolment'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_capstone_member')),
    sa.UniqueConstraint('capstone_id', 'enrolment_id', name=op.f('uq_capstone_member_capstone_id_enrolment_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('capstone_member', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_capstone_member_enrolment_id'), ['enrolment_id'], unique=False)

    op.create_table('panel_score',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('capstone_id', sa.Integer(), nullable=False),
    sa.Column('criterion_id', sa.Integer(), nullable=False),
    sa.Column('judge', sa.String(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['capstone_id'], ['capstone.id'], name=op.f('fk_panel_score_capstone_id_capstone'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['criterion_id'], ['capstone_criterion.id'], name=op.f('fk_panel_score_criterion_id_capstone_criterion'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel_score')),
    sa.UniqueConstraint('capstone_id', 'criterion_id', 'judge', name=op.f('uq_panel_score_capstone_id_criterion_id_judge')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('panel_score', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_panel_score_criterion_id'), ['criterion_id'], unique=False)

    op.create_table('walk_in_mark',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('walk_in_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('marked_by', sa.String(), nullable=False),
    sa.Column('marked_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['class_session.id'], name=op.f('fk_walk_in_mark_session_id_class_session'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['walk_in_id'], ['walk_in.id'], name=op.f('fk_walk_in_mark_walk_in_id_walk_in'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_walk_in_mark')),
    sa.UniqueConstraint('walk_in_id', 'session_id', name=op.f('uq_walk_in_mark_walk_in_id_session_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('walk_in_mark', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_walk_in_mark_session_id'), ['session_id'], unique=False)

    op.create_table('amendment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('attempt_id', sa.Integer(), nullable=False),
    sa.Column('old_state', sa.String(), nullable=False),
    sa.Column('old_mark', sa.Integer(), nullable=True),
    sa.Column('old_competency', sa.String(), nullable=False),
    sa.Column('new_state', sa.String(), nullable=False),
    sa.Column('new_mark', sa.Integer(), nullable=True),
    sa.Column('new_competency', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('appeal_id', sa.Integer(), nullable=True),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['appeal_id'], ['appeal.id'], name=op.f('fk_amendment_appeal_id_appeal'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_amendment_attempt_id_attempt'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_amendment')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('amendment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_amendment_appeal_id'), ['appeal_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_amendment_attempt_id'), ['attempt_id'], unique=False)

    with op.batch_alter_table('attempt', schema=None) as batch_op:
        batch_op.add_column(sa.Column('stage', sa.String(), server_default='draft', nullable=False))
        batch_op.add_column(sa.Column('assessor', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('evidence', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('submitted_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('submitted_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('verified_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('verified_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('locked_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('locked_at', sa.DateTime(), nullable=True))

    with op.batch_alter_table('attendance_status', schema=None) as batch_op:
        batch_op.add_column(sa.Column('needs_evidence', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('roles', sa.String(), server_default='', nullable=False))

    with op.batch_alter_table('component', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unit_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('exam_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('capped', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_index(batch_op.f('ix_component_exam_id'), ['exam_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_component_unit_id'), ['unit_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_component_exam_id_exam'), 'exam', ['exam_id'], ['id'], initially='IMMEDIATE', deferrable=True)
        batch_op.create_foreign_key(batch_op.f('fk_component_unit_id_course_unit'), 'course_unit', ['unit_id'], ['id'], initially='IMMEDIATE', deferrable=True)

    with op.batch_alter_table('mark', schema=None) as batch_op:
        batch_op.add_column(sa.Column('policy_key', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('evidence', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('entered', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('seen_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('leave_id', sa.Integer(), nullable=True))
        batch_op.create_index('ix_mark_leave_id', ['leave_id'], unique=False, sqlite_where=sa.text('leave_id IS NOT NULL'), postgresql_where=sa.text('leave_id IS NOT NULL'))
        batch_op.create_foreign_key(batch_op.f('fk_mark_leave_id_leave_record'), 'leave_record', ['leave_id'], ['id'], initially='IMMEDIATE', deferrable=True)

    # a mark keeps what its status meant; until now that was looked up
    op.execute("UPDATE mark SET policy_key = COALESCE("
               "(SELECT policy_key FROM attendance_status WHERE code = mark.status), '')")

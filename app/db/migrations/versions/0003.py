"""Templates, editions, print runs, old papers, keys"""
# ruff: noqa: E501

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('print_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('what', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('tray', sa.String(), nullable=False),
    sa.Column('right', sa.Integer(), nullable=False),
    sa.Column('down', sa.Integer(), nullable=False),
    sa.Column('order', sa.String(), nullable=False),
    sa.Column('sheets', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_run')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('print_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_print_run_at'), ['at'], unique=False)

    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('target', sa.String(), nullable=False),
    sa.Column('status_digest', sa.String(), nullable=False),
    sa.Column('certificates', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication')),
    sqlite_autoincrement=True
    )
    op.create_table('signing_key',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kid', sa.String(), nullable=False),
    sa.Column('use', sa.String(), nullable=False),
    sa.Column('public', sa.LargeBinary(), nullable=False),
    sa.Column('certificate', sa.LargeBinary(), nullable=True),
    sa.Column('wrapped', sa.LargeBinary(), nullable=True),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('retired_at', sa.DateTime(), nullable=True),
    sa.Column('revoked_from', sa.DateTime(), nullable=True),
    sa.Column('reason', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signing_key')),
    sa.UniqueConstraint('kid', name=op.f('uq_signing_key_kid')),
    sqlite_autoincrement=True
    )
    op.create_table('template',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kinds', sa.String(), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template')),
    sa.UniqueConstraint('code', name=op.f('uq_template_code')),
    sqlite_autoincrement=True
    )
    op.create_table('template_asset',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_asset')),
    sa.UniqueConstraint('digest', name=op.f('uq_template_asset_digest')),
    sqlite_autoincrement=True
    )
    op.create_table('template_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('template_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('made_by', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('approved_by', sa.String(), nullable=False),
    sa.Column('approved_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['template_id'], ['template.id'], name=op.f('fk_template_version_template_id_template'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_template_version')),
    sa.UniqueConstraint('template_id', 'number', name=op.f('uq_template_version_template_id_number')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('template_version', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_template_version_digest'), ['digest'], unique=False)

    op.create_table('earlier_edition',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('certificate_id', sa.Integer(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('facts', sa.String(), nullable=False),
    sa.Column('status_index', sa.Integer(), nullable=True),
    sa.Column('key_id', sa.String(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('ended_at', sa.DateTime(), nullable=False),
    sa.Column('why', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['certificate_id'], ['certificate.id'], name=op.f('fk_earlier_edition_certificate_id_certificate'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_earlier_edition')),
    sa.UniqueConstraint('certificate_id', 'edition', name=op.f('uq_earlier_edition_certificate_id_edition')),
    sa.UniqueConstraint('code', name=op.f('uq_earlier_edition_code')),
    sa.UniqueConstraint('status_index', name=op.f('uq_earlier_edition_status_index')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('centre', schema=None) as batch_op:
        batch_op.add_column(sa.Column('result_on_certificate', sa.Boolean(), server_default=sa.true(), nullable=False))

    with op.batch_alter_table('certificate', schema=None) as batch_op:
        batch_op.add_column(sa.Column('trainee_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('legacy', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('edition', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('status_index', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('key_id', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('awarded_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('expires_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('printed_at', sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column('collected_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('voided_at', sa.DateTime(), nullable=True))
        batch_op.alter_column('enrolment_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.alter_column('series_id',
               existing_type=sa.INTEGER(),
               nullable=True)
        batch_op.create_index(batch_op.f('ix_certificate_expires_on'), ['expires_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_certificate_trainee_id'), ['trainee_id'], unique=False)
        batch_op.create_index('ix_certificate_unprinted', ['issued_on'], unique=False, sqlite_where=sa.text("printed_at IS NULL AND state <> 'void'"), postgresql_where=sa.text("printed_at IS NULL AND state <> 'void'"))
        batch_op.create_unique_constraint(batch_op.f('uq_certificate_status_index'), ['status_index'])
        batch_op.create_foreign_key(batch_op.f('fk_certificate_trainee_id_trainee'), 'trainee', ['trainee_id'], ['id'], initially='IMMEDIATE', deferrable=True)

    with op.batch_alter_table('certificate_event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('edition', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('run_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('sheet', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('report_no', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('fee', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('receipt_no', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('person', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('shown', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('approver', sa.String(), server_default='', nullable=False))
        batch_op.create_index(batch_op.f('ix_certificate_event_run_id'), ['run_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_certificate_event_run_id_print_run'), 'print_run', ['run_id'], ['id'], initially='IMMEDIATE', deferrable=True)

    with op.batch_alter_table('course', schema=None) as batch_op:
        batch_op.add_column(sa.Column('certificate_months', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('certificate_design', sa.String(), server_default='', nullable=False))

    with op.batch_alter_table('series', schema=None) as batch_op:
        batch_op.add_column(sa.Column('programme', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('kind', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('yearly', sa.Boolean(), server_default=sa.true(), nullable=False))
        batch_op.add_column(sa.Column('first', sa.Integer(), server_default='1', nullable=False))

    with op.batch_alter_table('signatory', schema=None) as batch_op:
        batch_op.add_column(sa.Column('role', sa.String(), server_default='', nullable=False))

    op.execute("UPDATE certificate SET printed_at = (SELECT MAX(e.at) FROM certificate_event e "
               "WHERE e.certificate_id = certificate.id AND e.kind = 'printed') WHERE prints > 0")
    op.execute("UPDATE certificate SET voided_at = (SELECT MAX(e.at) FROM certificate_event e "
               "WHERE e.certificate_id = certificate.id AND e.kind = 'void') WHERE state = 'void'")

"""lists in and out, one person once"""
# ruff: noqa: E501

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('centre_form',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('file_name', sa.String(), nullable=False),
    sa.Column('file_hash', sa.String(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_centre_form')),
    sqlite_autoincrement=True
    )
    op.create_table('list_layout',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('headings', sa.String(), nullable=False),
    sa.Column('matches', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_layout')),
    sa.UniqueConstraint('kind', 'headings', name=op.f('uq_list_layout_kind_headings')),
    sqlite_autoincrement=True
    )
    op.create_table('roster_preset',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('subject', sa.String(), nullable=False),
    sa.Column('spec', sa.String(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['user_account.id'], name=op.f('fk_roster_preset_owner_id_user_account'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_preset')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('roster_preset', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_preset_owner_id'), ['owner_id'], unique=False)

    op.create_table('not_same',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('one_id', sa.Integer(), nullable=False),
    sa.Column('other_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['one_id'], ['trainee.id'], name=op.f('fk_not_same_one_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['other_id'], ['trainee.id'], name=op.f('fk_not_same_other_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_not_same')),
    sa.UniqueConstraint('one_id', 'other_id', name=op.f('uq_not_same_one_id_other_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('not_same', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_not_same_other_id'), ['other_id'], unique=False)

    op.create_table('trainee_photo',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('trainee_id', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('data', sa.LargeBinary(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['trainee_id'], ['trainee.id'], name=op.f('fk_trainee_photo_trainee_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trainee_photo')),
    sa.UniqueConstraint('trainee_id', name=op.f('uq_trainee_photo_trainee_id')),
    sqlite_autoincrement=True
    )
    op.create_table('trainee_merge',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('kept_id', sa.Integer(), nullable=False),
    sa.Column('gone_id', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('by', sa.String(), nullable=False),
    sa.Column('at', sa.DateTime(), nullable=False),
    sa.Column('undone_by', sa.String(), nullable=False),
    sa.Column('undone_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['gone_id'], ['trainee.id'], name=op.f('fk_trainee_merge_gone_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.ForeignKeyConstraint(['kept_id'], ['trainee.id'], name=op.f('fk_trainee_merge_kept_id_trainee'), initially='IMMEDIATE', deferrable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_trainee_merge')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('trainee_merge', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trainee_merge_gone_id'), ['gone_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_trainee_merge_kept_id'), ['kept_id'], unique=False)

    with op.batch_alter_table('export_log', schema=None) as batch_op:
        batch_op.add_column(sa.Column('approver', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('preset', sa.String(), server_default='', nullable=False))

    with op.batch_alter_table('import_batch', schema=None) as batch_op:
        batch_op.add_column(sa.Column('sheet', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('mode', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('unchanged', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('undone_by', sa.String(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('undone_at', sa.DateTime(), nullable=True))

    with op.batch_alter_table('trainee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_trainee_birth_date'), ['birth_date'], unique=False)
        batch_op.create_index(batch_op.f('ix_trainee_phone_mobile'), ['phone_mobile'], unique=False)

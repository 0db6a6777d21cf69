-- The snapshots' own rows. Loading one again replaces its rows: same id, same key.
create or replace temp table loading as
with named as (
    select
        f.*,
        scope.unit_key as scope_key,
        concat_ws(
            '.',
            f.source, f.scope_unit_id, f.period_label,
            strftime(f.cutoff_at at time zone 'UTC', '%Y%m%dT%H%M%SZ'), left(f.record_ids[1], 8)
        ) as snapshot_id
    from staged_facts as f
    inner join core.units as scope on scope.unit_id = f.scope_unit_id
    anti join same_as as same on same.reading_no = f.reading_no
)

select
    n.*,
    m.methodology_id,
    coalesce(
        known.snapshot_key,
        (select coalesce(max(s.snapshot_key), 0) from core.snapshots as s)
        + count(*) filter (where known.snapshot_key is null) over (order by n.reading_no)
    ) as snapshot_key
from named as n
left join core.snapshots as known on known.snapshot_id = n.snapshot_id
left join core.methodologies as m
    on
        m.source = n.source
        and (n.cutoff_at at time zone 'Asia/Ho_Chi_Minh')::date
        between coalesce(m.valid_from, '0001-01-01'::date) and coalesce(m.valid_to, '9999-12-31'::date);

delete from core.observations using loading where observations.snapshot_key = loading.snapshot_key;
delete from core.cohorts using loading where cohorts.snapshot_key = loading.snapshot_key;
delete from core.snapshot_levels using loading where snapshot_levels.snapshot_key = loading.snapshot_key;
delete from core.overview_bases using loading where overview_bases.snapshot_key = loading.snapshot_key;
delete from core.absent_groups using loading where absent_groups.snapshot_key = loading.snapshot_key;
delete from core.snapshot_units using loading where snapshot_units.snapshot_key = loading.snapshot_key;
delete from core.group_sums using loading where group_sums.snapshot_key = loading.snapshot_key;
delete from core.incomplete_totals using loading where incomplete_totals.snapshot_key = loading.snapshot_key;
delete from core.proven_snapshots using loading where proven_snapshots.snapshot_key = loading.snapshot_key;
delete from core.reading_notes using loading where reading_notes.snapshot_key = loading.snapshot_key;
delete from core.snapshots using loading where snapshots.snapshot_key = loading.snapshot_key;

insert into core.snapshots by name
select
    l.snapshot_key,
    l.snapshot_id,
    l.source,
    l.scope_key,
    l.scope_unit_id,
    l.period_type,
    l.period_start,
    l.period_end,
    l.cutoff_at,
    l.observed_after,
    l.observed_at,
    case
        when l.source = 'letter' then 'official'
        when coalesce(l.observed_after, l.observed_at) >= l.period_closes_at then 'closed'
        else 'provisional'
    end as maturity,
    coalesce(
        l.methodology_id,
        error('no methodology of source ' || l.source || ' covers the cutoff ' || l.cutoff_at)
    ) as methodology_id,
    l.is_mixed_refresh,
    l.document_number,
    l.document_date,
    l.document_subject,
    l.sha256,
    l.record_ids,
    l.content_key
from loading as l;

-- vi: Mốc chốt theo lịch bị lỡ, bị từ chối hoặc chỉ lấy được một phần.
-- A scheduled cutoff that was missed, refused, or taken in part.
create or replace view rules.cutoff_not_taken as
select
    'cutoff_not_taken' as rule,
    'warning' as severity,
    null::usmallint as unit_key,
    null::utinyint as indicator_key,
    null::uinteger as snapshot_key,
    l.text_vi,
    l.text_en,
    'from coverage where source = ''portal'' and status = ''missing'' and cutoff_at = '''
    || strftime(l.cutoff_at at time zone 'UTC', '%Y-%m-%d %H:%M:%S.%f+00') || '''' as evidence
from core.cutoff_log as l
where l.outcome in ('missed', 'refused', 'partial');

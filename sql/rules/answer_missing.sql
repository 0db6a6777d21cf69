-- vi: Nhóm chỉ số của một tỉnh không có câu trả lời dùng được trong một kỳ chụp.
-- A group of a province without a usable answer in a snapshot: what is loaded lacks it.
create or replace view rules.answer_missing as
select
    'answer_missing' as rule,
    'warning' as severity,
    m.scope_key as unit_key,
    m.indicator_key,
    m.snapshot_key,
    'Thiếu ' || m.name || ': ' || m.text_vi as text_vi,
    m.name || ' is missing: ' || m.text_en as text_en,
    'from coverage where reason = ''' || m.reason || ''' and scope_unit_id = ''' || scope.unit_id
    || ''' and period_start = ''' || m.period_start || ''' and cutoff_at = '''
    || strftime(m.cutoff_at at time zone 'UTC', '%Y-%m-%d %H:%M:%S.%f+00') || '''' as evidence
from core.missing_answers as m
left join core.units as scope on scope.unit_key = m.scope_key
where m.reason in ('refused', 'unanswered');

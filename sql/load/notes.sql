-- What the reader saw and a person should look at.
insert into core.reading_notes by name
select
    loading.snapshot_key,
    n.rule,
    n.severity,
    u.unit_key,
    i.indicator_key,
    n.place,
    n.text_vi,
    n.text_en
from staged_notes as n
inner join loading on loading.reading_no = n.reading_no
left join core.units as u on u.unit_id = n.unit_id
left join core.indicators as i on i.indicator_id = n.indicator_id;

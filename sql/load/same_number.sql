-- Another letter of the same province and year that carries the same number under another date: one
-- of the two is misread, and nobody can tell which from here.
select s.document_number, s.document_date
from core.snapshots as s
inner join core.units as scope on scope.unit_key = s.scope_key
inner join staged_facts as f
    on
        f.source = s.source
        and f.scope_unit_id = scope.unit_id
        and f.document_number = s.document_number
        and year(f.document_date) = year(s.document_date)
        and f.document_date <> s.document_date
where not list_has_any(s.record_ids, f.record_ids);

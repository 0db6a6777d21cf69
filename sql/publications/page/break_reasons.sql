-- The sentences behind the codes of break_reason.
select
    b.break_reason,
    b.text_vi,
    b.text_en
from break_reasons as b;

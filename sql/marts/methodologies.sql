-- vi: Cách tính của từng nguồn trong từng khoảng thời gian; không so sánh qua ranh giới.
-- The basis of calculation of each source in each span of time. Values of two methodologies are not compared.
-- key: methodology_id
-- within: valid_from ..valid_to
create or replace view main.methodologies as
select
    methodology_id,
    source,
    valid_from,
    valid_to,
    what_changed_vi,
    what_changed_en,
    reference
from core.methodologies;

-- vi: Vì sao hai giá trị, hoặc chỉ hai thứ hạng, không được so sánh với nhau.
-- Why two values, or only their ranks, must not be compared: the codes in break_reason and rank_break_reason.
-- key: break_reason
-- required: text_vi, text_en
create or replace view main.break_reasons as
select * from (values
    ('first_observation', 'Chưa có số liệu trước đó trong kỳ này', 'No earlier observation in this period'),
    ('methodology_changed', 'Cách tính của nguồn đã thay đổi', 'The source changed its methodology'),
    ('mixed_refresh', 'Kỳ chụp lẫn hai lần cập nhật của cổng', 'The snapshot mixes two refreshes of the portal'),
    ('base_changed', 'Cơ sở của dòng "Cả nước" đã thay đổi', 'The basis of the national line changed'),
    ('unit_changed', 'Đơn vị được sắp xếp lại giữa hai lần', 'The unit was reorganised in between'),
    ('value_missing', 'Nguồn không công bố giá trị lần này', 'The source published no value this time'),
    ('previous_value_missing', 'Lần trước nguồn không công bố giá trị', 'The source published no value the time before'),
    ('value_kind_changed', 'Một bên là điểm, một bên là tỷ lệ', 'One is a score, the other a rate'),
    (
        'group_missing', 'Tổng điểm của một bên thiếu nhóm mà các đơn vị ngang cấp có',
        'One of the totals lacks a group that its peers have'
    ),
    ('maximum_changed', 'Điểm tối đa đã thay đổi', 'The highest possible score changed'),
    (
        'not_ranked', 'Một bên không xếp hạng: thiếu nhóm, số lặp của tỉnh, hoặc không có đơn vị ngang cấp',
        'One side has no rank: a missing group, a repeated province value, or no peers'
    ),
    ('cohort_changed', 'Hai lần không xếp hạng cùng những đơn vị', 'Other units were ranked than the time before'),
    ('no_previous_period', 'Không có kỳ trước cùng loại', 'There is no earlier period of the same kind'),
    ('source_changed', 'Kỳ trước chỉ có ở nguồn khác', 'Only another source speaks of the earlier period'),
    (
        'period_still_open', 'Kỳ còn mở: số tạm, chưa so được với kỳ đã đóng',
        'The period is still open: provisional, not to be set against a closed one'
    ),
    (
        'previous_period_not_closed', 'Kỳ trước chỉ được chụp khi còn mở, không có số cuối kỳ',
        'The earlier period was only seen while it was open: its final value is not known'
    )
) as reasons (break_reason, text_vi, text_en);

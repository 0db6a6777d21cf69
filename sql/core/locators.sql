-- vi: Vị trí: mẫu chỗ đứng của giá trị trong nguồn.
-- Places: templates of where a value stood in its source, shared by many values.
create table if not exists core.locators (
    locator_key usmallint not null,
    template varchar not null
);

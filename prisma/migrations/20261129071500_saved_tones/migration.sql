-- Filters that people saved before the state "heals_alone" became "recovering".
update person_preference set value = replace(value::text, 'state=heals_alone', 'state=recovering')::jsonb
where key like 'list\_views:%' and value::text like '%state=heals\_alone%';
update saved_view set query = replace(query, 'state=heals_alone', 'state=recovering') where query like '%state=heals\_alone%';

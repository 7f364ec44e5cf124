-- What rows of the log meant for conflicts is asked for with them by other processes.
create index conflict_seq on conflict (document_id, seq);

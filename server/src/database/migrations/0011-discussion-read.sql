-- How far somebody has read where he is mentioned: seq of the newest such comment that he has seen, in that document.
create table discussion_read (
  account_id text not null references account on delete cascade,
  document_id text not null references document,
  seq bigint not null,
  primary key (account_id, document_id)
);

-- The kecamatan of the daerah that an office works in, and their desa as far as they are listed. desa null: of this kecamatan none is.
create table wilayah (
  perangkat_daerah_id text not null references perangkat_daerah,
  n int not null,
  kecamatan text not null,
  desa text,
  primary key (perangkat_daerah_id, n)
);

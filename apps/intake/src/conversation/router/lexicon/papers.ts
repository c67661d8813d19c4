/** Papers, cards and the stuff they are made of. `..` stands for up to three words in between. */
export const papers = {
  ktp: 'ktp, kartu tanda penduduk, kartu identitas, identitas, e ktp, kartu',
  kk: 'kk, kartu keluarga',
  otherPaper:
    'akta, akte, akta lahir, akta kelahiran, akte kelahiran, akta kematian, akta nikah, akta perkawinan, akte perkawinan, akta cerai, kia, kartu identitas anak, kartu anak, pindah keluar, surat pindah keluar, skpwni keluar, legalisir, kelahiran, kematian, lapor lahir, catatan sipil, pisah kk, pecah kk, tambah anggota keluarga, dimasukkan kk, masuk kk, masuk .. kk, masukkan .. kk, dimasukkan .. kk, tambah anggota, anggota keluarga baru, lahiran, nomor kk, tambah anak .. kk, masukkan anak .. kk, kk hilang, kk rusak, kk baru, bikin kk, buat kk, cetak kk, cetak ulang kk, urus kk, ganti kk, pengesahan anak, adopsi, ganti kepala keluarga, bikin kartu keluarga, buat kartu keluarga, urus kartu keluarga, kartu keluarga hilang, kartu keluarga baru, pecah kartu keluarga, pisah kartu keluarga, cetak kartu keluarga, syarat kk, syarat kartu keluarga, syarat bikin kk, tambah anak di kk, bikin kia, buat kia, bikin akta, surat pindah ke, pindah ke luar, pindah dari nunukan, akta lahir anak',
  ikd: 'ikd, ktp digital, identitas digital, identitas kependudukan digital, identitas penduduk digital, ktp online, ktp elektronik di hp, ktp di hp, ktp hp, aplikasi ktp, digital, ktp .. digital, barcode ikd, aktivasi ikd, ktp di handphone, ktp versi hp',
  suket:
    'suket, surat keterangan, surat pengganti, ktp sementara, surat sementara, resi, pengganti ktp, biodata, biodata penduduk, bukti rekam, surat keterangan pengganti, surat ganti ktp, identitas sementara, keterangan pengganti, kartu sementara, surat bukti, sementara ktp .. jadi, pegangan sementara',
  blank:
    'blangko, blanko, belangko, belanko, blangkonya, ribbon, ribon, tinta, keping, kepingan, stok, stock, bahan ktp, bahan cetak, material, persediaan, film printer, pita',
  printNow:
    'pencetakan, percetakan, cetak jalan, bisa cetak, bisa dicetak, cetak hari ini, bisa langsung cetak, sudah bisa cetak, bisa .. cetak .. hari ini, cetak lancar, mencetak',
  nik: 'nik, nomor induk, nomor induk kependudukan, nomor ktp, data kependudukan',
  policeLetter:
    'surat kehilangan, surat polisi, surat keterangan kehilangan, surat hilang, sktlk, surat dari polisi, surat dari polsek, surat .. polisi, surat .. polsek, laporan polisi, surat lapor hilang, surat lapor',
  file: 'berkas, dokumen, file, foto, scan, lampiran, data, fotokopi, fotocopy, foto copy, buku nikah, surat nikah, selfie, ijazah, pdf, surat',
  photo: 'foto ktp, pasfoto, pas foto, foto lama, foto baru',
} as const;

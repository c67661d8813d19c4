/** What happened to a person or a card: the kinds of service as people tell them. */
export const happenings = {
  lost: 'hilang, ktp dan kk .. hilang, kk dan ktp .. hilang, ktp sama kk .. hilang, kehilangan, kecurian, dicuri, curi, maling, kemalingan, tercecer, kecopetan, copet, dicopet, jambret, jatuh, hanyut, tenggelam, ketinggalan, tertinggal, dirampok, raib, tidak ketemu, tidak tahu dimana, entah dimana, terbuang, tidak ada lagi, terselip, keselip, lupa taruh, lupa simpan, lupa naruh, lupa dimana, lupa .. dimana, lupa di mana, lupa .. simpan, lupa .. taruh, lupa .. naruh, diambil orang, diambil maling, diambil pencuri, dicuri orang, kebakaran, rumah terbakar, terbakar rumah, tenggelam di laut, tertinggal di',
  broken:
    'rusak, patah, pecah, retak, pudar, luntur, buram, terkelupas, mengelupas, kelupas, ngelupas, sobek, robek, terbakar, bengkok, bengkong, terlipat, lecet, gompal, belah, terbelah, kelunturan, memudar, tergores, gores, tidak terbaca, tidak bisa dibaca, tidak bisa dibaca lagi, susah dibaca, tidak kelihatan, hangus, meleleh, leleh, digigit, terpotong, kepotong, tidak jelas lagi, tercuci, kecuci, kabur tulisannya, hancur, aus, copot, lapuk, berjamur, dimakan, dimakan tikus, kabur, tulisan .. hilang, tulisannya .. hilang, tinta .. hilang, rontok, tidak terang, tidak bisa discan, penyok, mengelupas semua, tulisan .. habis, terlepas, lepas',
  change:
    'ubah, rubah, dirubah, perubahan, ganti, perbaikan, perbaiki, memperbaiki, koreksi, betulkan, membetulkan, update, pembaruan, perbarui, memperbarui, tukar, revisi, edit, ralat, pembetulan, cantumkan, dicantumkan, hilangkan, dihilangkan, menghilangkan, hapuskan gelar, dimasukkan, diupdate, diganti, tambah gelar, tambahkan gelar, sesuaikan, menyesuaikan, benerin, dibenerin, salin tukar',
  field:
    'status, alamat, nama, pekerjaan, agama, gelar, golongan darah, tanggal lahir, tempat lahir, ttl, jenis kelamin, status perkawinan, data, ejaan, tanda tangan, kewarganegaraan, pendidikan, profesi',
  married: 'kawin, cerai, bercerai, duda, janda, lajang, bujang, cerai hidup, cerai mati, belum kawin, buku nikah',
  photoChange:
    'ganti foto, ubah foto, foto ulang, ganti pasfoto, ganti pas foto, ganti .. foto, ubah .. foto, perbarui foto, foto .. diganti, update foto, tukar foto, berhijab, berjilbab, pakai jilbab, pakai hijab, pake jilbab, foto jelek',
  move: 'pindah, pindah datang, pindah domisili, pindah alamat, pindah masuk, kepindahan, perpindahan, skpwni, surat pindah, baru datang dari, berpindah, pindah dari, menetap, cabut berkas dari, sudah cabut berkas, masuk domisili, pindah ke nunukan, pindah ke sebatik, pindah ke sini, pindah ke krayan, ke sini dari, jadi warga nunukan, jadi penduduk nunukan, jadi warga, jadi penduduk, jadi warga sini, ktp pindah, ktp pindahan, masuk jadi warga, masuk nunukan',
  foreign:
    'wna, itap, kitap, kitas, asing, warga asing, orang asing, warga negara asing, bule, warga malaysia, orang malaysia, warga filipina, orang filipina, foreigner, suami .. malaysia, istri .. malaysia, izin tinggal tetap, warga negara malaysia, warga negara filipina, suami wna, istri wna',
  outside:
    'luar domisili, luar daerah, luar kota, luar kabupaten, luar nunukan, beda domisili, beda kabupaten, daerah lain, kabupaten lain, kota lain, kota asal, daerah asal, bukan warga sini, bukan warga nunukan, bukan orang nunukan, bukan orang sini, orang luar, warga luar, penduduk luar, bukan penduduk, bukan asli, bukan domisili, bukan ktp nunukan, bukan ktp sini, ktp luar, numpang cetak, pulang kampung, tanpa pulang, provinsi lain, ktp daerah, lintas daerah, tempat asal, perantau, merantau, perantauan, ktp kampung, domisili luar, asal saya',
  elsewhere:
    'makassar, bone, bulukumba, sinjai, sulawesi, sulsel, sulbar, sulteng, sultra, polman, mamuju, palu, toraja, jeneponto, pinrang, parepare, jawa, jatim, jateng, jabar, surabaya, malang, jakarta, bandung, semarang, jogja, yogyakarta, flores, ntt, kupang, lembata, ende, maumere, adonara, larantuka, timor, alor, tarakan, malinau, bulungan, tanjung selor, tana tidung, ktt, berau, samarinda, balikpapan, kaltim, kalsel, banjarmasin, banjar, pontianak, kalbar, medan, sumatera, lombok, ntb, bima, bali, manado, gorontalo, papua, ambon, kediri, madura, blitar, lamongan, bojonegoro, kendari, buton, wajo, soppeng, enrekang, palopo, luwu, sidrap, barru, gowa, maros',
  moveTo: 'pindah ke, mau ke, pindah tinggal ke',
  title: 'gelar',
  subDistrict:
    'krayan, lumbis, ogong, sebuku, sembakung, atulai, tulin onsoi, long bawan, seimenggaris, sei menggaris, pulau sebatik, sebatik, mansalong, sungai nyamuk',
  abroad:
    'luar negeri, malaysia, tawau, sabah, sandakan, kinabalu, konsulat, kjri, pulang dari malaysia, tki, pmi, dideportasi, deportasi, datang dari malaysia',
  fresh:
    'baru, pemula, pertama, pertama kali, 17 tahun, umur 17, usia 17, 17 thn, 17th, tujuh belas tahun, tujuhbelas, genap 17, belum punya, belum pernah punya, tidak punya ktp, belum ada ktp, belum pernah bikin, belum pernah buat, belum ber ktp, perdana, 16 tahun, umur 16, 18 tahun, umur 18, cukup umur, remaja, baru lulus, sma, first time, belum pernah ada, belum ada .. ktp, punya ktp pertama, sudah 17',
  child: 'anak, pelajar, siswa, adik, adek, keponakan, ponakan',
  make: 'bikin, buat, urus, pembuatan, pengurusan, cetak, terbit, terbitkan, cetak ulang, punya ktp, mau punya, membuat, mengurus, nyetak, ngurus',
} as const;

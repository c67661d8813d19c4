/**
 * Everyday words that decide nothing. They are known, so that none of them is mistaken for a misspelt word of the
 * lexicon ("biasa" is not "biaya"), and so that an unknown word weighs more than a known one.
 */
const words = `
  capil dukcapil disduk disdukcapil yang dan atau tapi tetapi kalau kalo kl klo jika untuk utk buat dari ke di pada dalam dengan oleh sama sm juga jg saja aja
  saya kami kita dia mereka anda kamu bapak ibu pak bu kak kaka bang mas mbak mba om tante min mimin admin bos gan sis dek
  nih ni sih deh dong kan ya yah ki ko mi ji pi ka ta tabe iye bah kah toh to lah tu itu ini nya nggih inggih njih punya pung ku
  mau bisa ada apa jadi sudah belum tidak bukan jangan harus perlu masih lagi terus trus lalu kemudian karena krn sebab soalnya
  tadi kemarin besok bsk lusa pagi siang sore malam hari minggu bulan tahun thn tanggal waktu sekarang nanti ntar dulu dlu sebelum
  biasa bisanya warga kampung desa kecamatan kelurahan rt rw kabupaten kota nunukan sebatik krayan sembakung lumbis sebuku
  tulin onsoi seimenggaris sei menggaris sungai nyamuk tanjung aji kuning mansalong binusan selisun mantikas mamolo
  anak istri suami bini laki kakak adik adek nenek kakek bapa mama ayah emak orang tua ortu teman tetangga keluarga saudara paman
  satu dua tiga empat lima enam tujuh delapan sembilan sepuluh semua masing kali banyak sedikit
  bawa kerja sekolah kuliah ujian bank atm berangkat lewat melalui pakai pake via hp wa whatsapp chat pesan online langsung
  baik benar betul salah sangat sekali banget bgt cuma hanya kira mungkin memang emang tau tahu lihat liat bilang kata katanya
  nama jalan jln malah biar supaya agar seperti kayak begitu gitu begini gini siapa saat ketika sejak selama setelah habis
  sendiri nomor surat tolong mohon minta bulan warna biasanya bukannya karti bayi pulau laut kapal sawit kebun ladang kebakaran
  dompet tas motor pasar air dicuci cuci basah anjing tikus gigit
  el elektronik kok sini sana situ dekat depan belakang atas bawah luar dalamnya hubungi info informasi tanya nanya bertanya
  katong kitorang dong ambo urusan berlaku guna gunanya mana manakah sekalian skalian skrg lupa ingat punyaku
  percaya pasti jelas sesuai cepat cepetan segera mendesak butuh penting tau tlg bener wkwk hehe haha
`;

export const ordinaryWords: ReadonlySet<string> = new Set(words.trim().split(/\s+/));

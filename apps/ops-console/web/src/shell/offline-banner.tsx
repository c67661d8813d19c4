import { Alert } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useSpeech } from '../words/language.js';

/** Says that the line to the office's computer is down; what is typed meanwhile is kept. */
export function OfflineBanner() {
  const { say } = useSpeech();
  const [isOnline, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener('online', look);
    window.addEventListener('offline', look);
    return () => {
      window.removeEventListener('online', look);
      window.removeEventListener('offline', look);
    };
  }, []);
  if (isOnline) return null;
  return (
    <Alert color="red" role="alert" mb="sm" title={say('Tidak tersambung', 'Offline')}>
      {say(
        'Sambungan ke kantor terputus. Yang terlihat mungkin sudah lama; isian tetap tersimpan di peramban ini.',
        'The line to the office is down. What you see may be old; what you type is kept in this browser.',
      )}
    </Alert>
  );
}

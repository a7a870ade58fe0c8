import { catalogue } from '../ui/words.ts';

export const words = catalogue(
  {
    heading: 'What the timer is about',
    note: 'Note',
    hint: 'Enter saves, Escape takes it back.',
    save: 'Save',
    saving: 'Saving…',
    saved: 'The timer is changed.',
    cancel: 'Cancel',
    ended: 'This timer was stopped in the meantime. What you typed was not stored.',
    archived: 'The project of this task is archived.',
    noSuchTask: 'This task is not there any more.',
  },
  { de: () => import('./timer-edit-words.de.ts') },
);

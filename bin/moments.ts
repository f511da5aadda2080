/** `2026-11-21 09:00 UTC`: its reader may sit in another time zone. */
export const utc = (time: Date | string | number) =>
  `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** `2026-11-21` */
export const day = (time: Date | string | number) => new Date(time).toISOString().slice(0, 10)

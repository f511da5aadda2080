import * as z from 'zod/mini'

/** SINGLE calls for help, LONG stops the line, DOUBLE resolves this cord's incident. */
export const clicks = ['SINGLE', 'DOUBLE', 'LONG'] as const
export type Click = (typeof clicks)[number]

/** What a cord publishes on `pullTopic`. JSON, UTF-8. */
export const cordPull = z.object({
  click: z.enum(clicks),
  /** When it was pulled, by the cord's own clock, ISO 8601. Without it, the time of arrival counts. */
  at: z.optional(z.iso.datetime({ offset: true })),
  /** The same for every delivery of one pull. */
  id: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
})
/** @public */
export type CordPull = z.infer<typeof cordPull>

/** What an AWS IoT Button publishes on `buttonTopic`. */
export const buttonPress = z.object({
  serialNumber: z.string().check(z.minLength(1), z.maxLength(64)),
  clickType: z.enum(clicks),
  /** As the button writes it: "2000mV" or "2000 mV". */
  batteryVoltage: z.optional(z.string()),
})
/** @public */
export type ButtonPress = z.infer<typeof buttonPress>

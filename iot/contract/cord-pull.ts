import * as z from 'zod/mini'

/** SINGLE calls for help, LONG stops the line, DOUBLE resolves this cord's incident. */
export const clicks = ['SINGLE', 'DOUBLE', 'LONG'] as const
export type Click = (typeof clicks)[number]

/** Devices write it in small letters too. */
export const anyCaseClick = z.pipe(
  z.pipe(
    z.string(),
    z.transform((click) => click.trim().toUpperCase()),
  ),
  z.enum(clicks),
)

/**
 * What a cord publishes on `pullTopic`. JSON, UTF-8. Only the click must be right: a pull counts although its time or
 * its id is of no use.
 */
export const cordPull = z.object({
  click: anyCaseClick,
  /** When it was pulled, by the cord's own clock, ISO 8601 with a zone. Without it, the time of arrival counts. */
  at: z.optional(ifUsable(z.iso.datetime({ offset: true }))),
  /** The same for every delivery of one pull. */
  id: z.optional(ifUsable(z.string().check(z.minLength(1), z.maxLength(128)))),
})
/** @public */
export type CordPull = z.infer<typeof cordPull>

/** What an AWS IoT Button publishes on `buttonTopic`, with its `serialNumber`, which the topic says already. */
export const buttonPress = z.object({
  clickType: anyCaseClick,
  /** As the button writes it: "2000mV" or "2000 mV". Clones write a number, or `null`. */
  batteryVoltage: z.optional(z.unknown()),
})
/** @public */
export type ButtonPress = z.infer<typeof buttonPress>

/** What is not of this form is as if it were missing. */
function ifUsable<Said>(form: z.ZodMiniType<Said>) {
  return z.pipe(
    z.unknown(),
    z.transform((said) => form.safeParse(said).data),
  )
}

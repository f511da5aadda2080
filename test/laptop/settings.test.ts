import { BadSetting, settingsFrom } from '../../laptop/settings.ts'

it('lets no request out to the internet unless told', () => {
  expect(settingsFrom({}).internet).toBe(false)
  expect(settingsFrom({ ANDON_INTERNET: '', ANDON_ELSEWHERE: 'http://127.0.0.1:5000' }).internet).toBe(false)
  expect(settingsFrom({ ANDON_INTERNET: 'open' }).internet).toBe(true)
  expect(() => settingsFrom({ ANDON_INTERNET: 'yes' })).toThrow(
    new BadSetting('ANDON_INTERNET is "yes"; it can only be "open".'),
  )
})

import type { ApiCall, HttpsReply, HttpsRequest } from './api-call.ts'
import { failureInWords } from './failure.ts'

/** The one call that is none of AWS's: no role grants it, and the input names the one host that it goes to. */
export const httpsRequest: ApiCall<unknown, HttpsRequest, HttpsReply> = {
  operation: 'HttpsRequest',
  onEverything: [],
  grants: () => [],
  async send(session, _, request) {
    if (session.https === undefined) throw new Error('no way leads out to the internet from here')
    try {
      return await session.https(request)
    } catch (error) {
      throw failureInWords(error, 'http:HttpsRequest')
    }
  },
}

/** A message that the broker has found in order, before anything is done with it. */
export interface MqttMessage {
  readonly topic: string
  readonly payload: Buffer
  readonly qos: 0 | 1
  readonly retain: boolean
  /** None when it did not come over MQTT. */
  readonly clientId?: string
}

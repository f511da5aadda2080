/** Names of lights, cords and lines: they become MQTT topic levels and AWS IoT thing names. */
export const namePattern = /^[a-z0-9][a-z0-9-]{0,31}$/

/** Cloud → lamp, retained, QoS 1: a `LightCommand`. */
export const commandTopic = (light: string) => `andon/lights/${light}/command`
/** Lamp → cloud, retained, QoS 1, and the lamp's last will: a `LightReport`. */
export const reportTopic = (light: string) => `andon/lights/${light}/reported`
/** Cord → cloud, never retained, QoS 1: a `CordPull`. */
export const pullTopic = (cord: string) => `andon/cords/${cord}/pulled`
/** AWS IoT Button and its clones publish here by themselves. */
export const buttonTopic = (serial: string) => `iotbutton/${serial}`

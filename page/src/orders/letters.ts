/** The letter of each order after `n`: fixed, so that hands learn it.  One side's orders never share one. */
export const ORDER_LETTERS: Readonly<Record<string, string>> = {
  AssessEvent: "a",
  SetAlert: "l",
  Fire: "f",
  CueRadar: "c",
  Ask: "k",
  ForwardNotice: "w",
  WithholdNotice: "h",
  SuspendSharing: "s",
  ResumeSharing: "r",
  SignAmendment: "m",
  SendPublicWarning: "p",
  CancelPublicWarning: "x",
  CorrectPublicWarning: "2",
  Query: "q",
  Reply: "y",
  SignAssessment: "j",
  Propose: "o",
  ProposePlan: "b",
  Advise: "v",
  Say: "t",
  HoldMessage: "e",
  SendMessage: "d",
  SetDoctrine: "i",
  DenyEngagement: "n",
  AllowEngagement: "u",
  MarkRead: "z",
  SignHandover: "g",
  CheckComms: "1",
  WriteInject: "w",
  FireInject: "f",
  HoldInject: "h",
  FreeInject: "r",
  SlipInject: "s",
  SkipInject: "x",
  CloneInject: "c",
};

/** Return the orders that a seat may give, by letter; one that has no letter of its own gets the first digit free. */
export function lettersOf(names: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  const late: string[] = [];
  for (const name of names) {
    const letter = ORDER_LETTERS[name];
    if (letter === undefined || found.has(letter)) late.push(name);
    else found.set(letter, name);
  }
  for (const name of late) {
    const free = [..."3456789"].find((digit) => !found.has(digit));
    if (free !== undefined) found.set(free, name);
  }
  return found;
}

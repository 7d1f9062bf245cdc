import { expect, test } from "vitest";
import { roleFor, type Me } from "../../src/server/seat";

const me: Me = {
  seat_id: "birch-1",
  nation: "birch",
  node: "birch",
  side: "nation",
  host: "",
  roles: ["commander", "watch_officer", "civil_protection_desk"],
  may_take: [],
  may_order: {
    commander: ["SendPublicWarning", "Fire"],
    watch_officer: ["AssessEvent"],
    civil_protection_desk: ["SendPublicWarning"],
  },
};

test("an order is given in the first role that may, and again in the next: two roles send a warning", () => {
  expect(roleFor(me, "SendPublicWarning")).toBe("commander");
  expect(roleFor(me, "SendPublicWarning", ["commander"])).toBe("civil_protection_desk");
  expect(roleFor(me, "SendPublicWarning", ["commander", "civil_protection_desk"])).toBe("commander");
  expect(roleFor(me, "Fire", ["commander"])).toBe("commander");
  expect(roleFor(me, "WriteInject")).toBeNull();
});

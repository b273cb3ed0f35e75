"""Archives of mailing lists: what mail is, they share (:mod:`.text`).

How each prints it is one module.
"""

from site_gen.engines.mail.hyperkitty import HYPERKITTY
from site_gen.engines.mail.hypermail import HYPERMAIL
from site_gen.engines.mail.mhonarc import MHONARC
from site_gen.engines.mail.pipermail import PIPERMAIL
from site_gen.engines.mail.publicinbox import PUBLIC_INBOX

ENGINES = (MHONARC, HYPERKITTY, PUBLIC_INBOX, HYPERMAIL, PIPERMAIL)

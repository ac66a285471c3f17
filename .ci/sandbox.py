"""Starts what the README says a newcomer runs, in a clone, opens its page, and
votes as a member with a mail program, until the receipt is there.

usage: sandbox.py CLONE SCRIPT"""
import email, imaplib, os, re, signal, smtplib, subprocess, sys, time, urllib.request
from email.message import EmailMessage
from email.policy import default

clone, script = sys.argv[1:]
WAIT = 240  # seconds; a cold build takes most of them


def fail(why):
    os.killpg(sandbox.pid, signal.SIGKILL)
    sys.exit(f"sandbox: {why}")


def announced():
    """What it says, up to the last line."""
    said = ""
    for line in sandbox.stdout:
        said += line
        if "--config" in line:
            return said
    fail(f"it ended with {sandbox.wait()}, and said {said!r}")


def inbox(mailbox):
    """The letters of a mailbox, the oldest first."""
    mailbox.select("INBOX", readonly=True)
    numbers = mailbox.search(None, "ALL")[1][0].split()
    return [email.message_from_bytes(mailbox.fetch(n, "(BODY.PEEK[])")[1][0][1], policy=default) for n in numbers]


start = time.monotonic()
sandbox = subprocess.Popen(["bash", "-euo", "pipefail", script], cwd=clone, stdout=subprocess.PIPE, text=True, start_new_session=True)
signal.signal(signal.SIGALRM, lambda *_: fail(f"waited {WAIT} s"))
signal.alarm(WAIT)
said = announced()
print(said)
url = re.search(r"http://\S+", said).group()
imap, smtp = re.search(r"IMAP (\S+) and SMTP (\S+),", said).groups()
folder = os.path.dirname(re.search(r"--config (\S+)", said).group(1).strip("'"))
with urllib.request.urlopen(url) as page:
    if "Alice" not in page.read().decode():
        fail("its page does not name Alice")

mailbox = imaplib.IMAP4(*imap.split(":"))
mailbox.login("alice", "sandbox")
letter = [m for m in inbox(mailbox) if "[EXTRA #4]" in m["Subject"]][-1]
vote = EmailMessage()
vote["From"], vote["To"], vote["Subject"] = "Alice <alice@sureau.example>", letter["Reply-To"], "Re: " + letter["Subject"]
vote["In-Reply-To"] = letter["Message-ID"]
vote.set_content("For.\n")
with smtplib.SMTP(*smtp.split(":")) as server:
    server.login("alice", "sandbox")
    server.send_message(vote)
while not any("your vote" in m["Subject"] for m in inbox(mailbox)[-2:]):
    time.sleep(0.2)

os.killpg(sandbox.pid, signal.SIGINT)
sandbox.wait()  # `go run` ends with 1 whenever it is interrupted
if os.path.exists(folder):
    fail(f"{folder} is left behind")
print(f"voted after {time.monotonic() - start:.0f} s, build included, and nothing is left behind")

"""Starts what the README says in a clone, writes a mail to it as its first
founder would, and waits for the answer where the configuration sends letters.

usage: smoke.py CLONE SCRIPT [CONFIG]: where the configuration lies, if not where
the script says"""
import os, re, signal, socket, subprocess, sys, threading, time, tomllib, urllib.request

clone, script = sys.argv[1:3]
config_file = sys.argv[3] if sys.argv[3:] else re.search(r"--config[ =](\S+)", open(script).read()).group(1)
WAIT = 240  # seconds; a cold build takes most of them
MESSAGE_ID = "<smoke@example.org>"
letters = []


def address(text):
    host, port = text.rsplit(":", 1)
    return host, int(port)


def converse(connection):
    """Takes any mail: just enough SMTP (RFC 5321) for a smarthost."""
    lines = connection.makefile("rwb", buffering=0)
    lines.write(b"220 smoke\r\n")
    while line := lines.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            lines.write(b"354 go on\r\n")
            letters.append(b"".join(iter(lines.readline, b".\r\n")).decode())
        lines.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")


def listen(at):
    server = socket.create_server(at)
    def accept():
        while True:
            threading.Thread(target=converse, args=(server.accept()[0],), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()


def until(what, check):
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if daemon.poll() is not None:
            sys.exit(f"smoke: the run command ended with {daemon.returncode}, still waiting for {what}")
        try:
            if found := check():
                return found
        except OSError:
            pass
        time.sleep(0.2)
    sys.exit(f"smoke: waited {WAIT} s for {what}")


def configuration():
    with open(config_file, "rb") as file:
        return tomllib.load(file)


def deliver(at, sender, recipient, subject):
    """Hands over one mail by LMTP (RFC 2033)."""
    mail = (f"From: {sender}\r\nTo: {recipient}\r\nSubject: {subject}\r\nMessage-ID: {MESSAGE_ID}\r\n"
            f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S +0000', time.gmtime())}\r\n\r\n{subject}\r\n.\r\n")
    with socket.create_connection(at) as connection:
        lines = connection.makefile("rwb", buffering=0)
        def say(text, want):
            lines.write(text.encode())
            while (answer := lines.readline())[3:4] == b"-":
                pass
            if not answer.startswith(want):
                sys.exit(f"smoke: after {text[:20]!r}: {answer!r}")
        say("", b"220")
        say("LHLO smoke\r\n", b"250")
        say(f"MAIL FROM:<{sender}>\r\n", b"250")
        say(f"RCPT TO:<{recipient}>\r\n", b"250")
        say("DATA\r\n", b"354")
        say(mail, b"250")


daemon = subprocess.Popen(["bash", "-euo", "pipefail", script], cwd=clone, start_new_session=True)
try:
    config = until("a toutdoux.toml", configuration)
    listen(address(config["send"]["smtp"]["address"]))
    health = f"http://{config['monitor']['listen']}/healthz"
    until("/healthz", lambda: urllib.request.urlopen(health, timeout=5).status == 200)
    deliver(address(config["receive"]["lmtp"]["listen"]), config["list"]["owner"], config["list"]["address"], "AIDE")
    letter = until("an answer", lambda: next((each for each in letters if f"In-Reply-To: {MESSAGE_ID}" in each), None))
    print("answered:", next(line for line in letter.splitlines() if line.startswith("Subject:")))
finally:
    os.killpg(daemon.pid, signal.SIGTERM)
    daemon.wait(timeout=40)
end = time.monotonic() + 30  # bash ends first, the daemon when it has drained
while time.monotonic() < end:
    try:
        urllib.request.urlopen(health, timeout=5)
    except OSError:
        print(f"stopped, {30 - end + time.monotonic():.1f} s after SIGTERM")
        sys.exit()
    time.sleep(0.1)
sys.exit("smoke: 30 s after SIGTERM it still answers")

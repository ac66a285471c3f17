"""Makes of a Containerfile the folder that its image would be, with no engine:
what RUN does is done in a layer over this machine, which only it sees, instead
of the image that FROM names.

usage: container.py CONTAINERFILE SOURCE SCRATCH; prints a shell function
"contained" that runs the image's program in that folder as its user, with what CMD
says where no words are given. As root."""
import json, os, shlex, subprocess, sys

containerfile, source, scratch = sys.argv[1:]
layer, image = os.path.join(scratch, "layer"), os.path.join(scratch, "image")


def instructions():
    joined = open(containerfile).read().replace("\\\n", " ")
    for line in joined.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split(None, 1)


def inside(script):
    """Runs one RUN, as root, in the layer over this machine."""
    mount = (f"mount -t overlay overlay -o lowerdir=/,upperdir={layer}/upper,workdir={layer}/work {layer}/root && "
             f"mount --rbind /dev {layer}/root/dev && mount -t proc proc {layer}/root/proc && "
             f"exec chroot {layer}/root sh -euc {shlex.quote(script)}")
    subprocess.run(["unshare", "--mount", "sh", "-euc", mount], check=True, stdout=sys.stderr)


def copy(words):
    """COPY --from=build [--chown=USER:GROUP] FROM TO: what came of the layer, or was there before."""
    options, (start, end) = [w for w in words if w.startswith("--")], [w for w in words if not w.startswith("--")]
    made = f"{layer}/upper{start}"
    target = image + end
    os.makedirs(os.path.dirname(target), exist_ok=True)
    subprocess.run(["cp", "-rL", made if os.path.exists(made) else start, target], check=True)
    for option in options:
        if option.startswith("--chown="):
            subprocess.run(["chown", "-R", option.removeprefix("--chown="), target], check=True)


for folder in ("upper", "work", "root"):
    os.makedirs(os.path.join(layer, folder))
os.makedirs(image)
workdir, variables, user, entry, command, environment, building = "/", "", "0:0", [], [], [], True
for name, rest in instructions():
    words = rest.split()
    if name == "FROM":
        building = words[-2:-1] == ["AS"]
        if not building and words != ["scratch"]:
            sys.exit(f"container.py: FROM {rest}: the last stage should be scratch")
    elif name == "WORKDIR":
        workdir = rest
    elif name == "ARG":
        variables += rest + "; "
    elif name == "COPY" and building:
        assert words == [".", "."], rest
        subprocess.run(["git", "clone", "-q", source, layer + "/upper" + workdir], check=True)
    elif name == "COPY":
        copy(words)
    elif name == "RUN":
        inside(f"{variables}cd {workdir}; {rest}")
    elif name == "USER":
        user = rest
    elif name == "ENTRYPOINT":
        entry = json.loads(rest)
    elif name == "CMD":
        command = json.loads(rest)
    elif name == "ENV":
        environment = words
    elif name != "VOLUME":
        sys.exit(f"container.py: what is {name}?")
print(f"contained() {{ [ $# -gt 0 ] || set -- {shlex.join(command)}; "
      f"exec env {shlex.join(environment)} /usr/sbin/chroot --userspec={user} {image} {shlex.join(entry)} \"$@\"; }}")

"""What Patroni itself makes of tags. usage: verdicts.py FILE, a list of "tags" sections as patroni.yml has them."""
import json
import sys

import patroni.postgresql  # first, or the imports go round in a circle
from patroni.__main__ import Patroni
from patroni.ha import _MemberStatus


def member(tags):
    """A Patroni with this configuration and nothing else."""
    patroni = Patroni.__new__(Patroni)
    patroni.config = {'tags': tags}
    if hasattr(patroni, 'get_tags'):  # before 3.2
        patroni.tags = patroni.get_tags()
    else:
        patroni._tags = patroni._filter_tags(tags)
    return patroni


def status(published):
    """What another member takes from this one's answer."""
    if 'tags' in _MemberStatus._fields:  # before 3.2
        return _MemberStatus(None, True, True, 1, 0, 0, published, False)
    return _MemberStatus(None, True, True, 0, {'tags': published})


def verdict(tags):
    patroni = member(tags)
    published = json.loads(json.dumps(patroni.tags))
    return {
        'published': published,
        'nofailover': bool(patroni.nofailover),
        'nofailover_to_others': status(published).failover_limitation() is not None,
        'nosync': bool(patroni.nosync),
        'nostream': bool(getattr(patroni, 'nostream', False)),
        'replicatefrom': patroni.replicatefrom if isinstance(patroni.replicatefrom, str) else None,
    }


with open(sys.argv[1]) as cases:
    print(json.dumps([verdict(tags) for tags in json.load(cases)]))
